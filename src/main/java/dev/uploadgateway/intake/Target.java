package dev.uploadgateway.intake;

import dev.uploadgateway.problem.Problem;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;

/**
 * Where the events of a request go, beside their dataset.
 *
 * @param uploadTag names the upload: 1 to 256 characters, none of them control characters
 * @param namespaceId scope of external ids, a number; null or blank where there is none
 * @param rows which of the client's own rows the events are; null where it does not say so
 */
public record Target(String uploadTag, @Nullable String namespaceId, @Nullable Rows rows) {

  private static final int LONGEST_TAG = 256;

  /**
   * A range of the rows that the client numbers itself ("progress" of the Offline Conversions API).
   *
   * @param startInclusive zero or more
   * @param endExclusive more than that
   */
  public record Rows(long startInclusive, long endExclusive) {

    /**
     * @throws Problem 400 {@code invalid_parameter} if they are no range
     */
    public Rows {
      if (startInclusive < 0 || endExclusive <= startInclusive) {
        throw badRequest(
            "invalid_parameter", "progress begins at 0 or later, and ends after its beginning");
      }
    }
  }

  /**
   * @throws Problem 400 {@code upload_tag_missing}, {@code invalid_upload_tag} or {@code
   *     invalid_namespace_id}
   */
  public Target {
    uploadTag = tag(uploadTag);
    namespaceId = namespace(namespaceId);
  }

  static String tag(@Nullable String given) {
    String tag = given == null ? "" : given.strip();
    if (tag.isEmpty()) {
      throw badRequest(
          "upload_tag_missing", "Name the upload: upload_tag in the body or as a parameter");
    }
    if (tag.length() > LONGEST_TAG || tag.chars().anyMatch(Character::isISOControl)) {
      throw badRequest(
          "invalid_upload_tag",
          "An upload_tag has 1 to 256 characters, none of them control characters");
    }
    return tag;
  }

  static @Nullable String namespace(@Nullable String given) {
    if (given == null || given.isBlank()) {
      return null;
    }
    if (!given.strip().matches("\\d{1,30}")) {
      throw badRequest(
          "invalid_namespace_id", "A namespace_id is the number of a dataset or partner");
    }
    return given.strip();
  }

  private static Problem badRequest(String code, String detail) {
    return new Problem(HttpStatus.BAD_REQUEST, code, detail);
  }
}
