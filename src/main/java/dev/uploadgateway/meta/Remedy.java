package dev.uploadgateway.meta;

/**
 * What a person has to do so that a blocked dataset goes on. Each sentence ends what people read as
 * the reason of the block.
 */
enum Remedy {
  TOKEN(
      "Put an access_token that is valid and has ads_management, or generate one for the dataset in"
          + " Events Manager"),
  PERMISSION(
      "Give the token's system user access to the dataset and ads_management, or put the token of"
          + " one who has both; then test the dataset"),
  APP("Check the app's review and features in Meta's app dashboard; then test the dataset"),
  PROOF("Put the app_secret of the app that the access_token was made for"),
  DATASET(
      "Check that the dataset's id is the one in Events Manager and that the token's system user"
          + " has access to it; then test the dataset"),
  VERSION(
      "Put an api_version that Meta still serves, or raise gateway.meta.api-version and test the"
          + " dataset"),
  ADDRESS("Check gateway.meta.base-url; then test the dataset");

  private final String sentence;

  Remedy(String sentence) {
    this.sentence = sentence;
  }

  String sentence() {
    return sentence;
  }
}
