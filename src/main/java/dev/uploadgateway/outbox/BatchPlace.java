package dev.uploadgateway.outbox;

/**
 * Where a batch stands.
 *
 * @param dataset the dataset's number
 * @param upload the upload's id
 * @param batch the batch's id
 */
record BatchPlace(int dataset, long upload, long batch) {

  /** What its envelope is sealed for: moved to another row it does not open. */
  String sealedFor() {
    return "batch/" + dataset + "/" + batch;
  }
}
