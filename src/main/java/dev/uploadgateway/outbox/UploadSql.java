package dev.uploadgateway.outbox;

/** Statements of an upload by itself: its name, and the rows that a client said it had sent. */
final class UploadSql {

  private UploadSql() {}

  static final String FIND_UPLOAD =
      "select id from upload where dataset = :dataset and upload_tag = :uploadTag";

  static final String OPEN_UPLOAD =
      """
      insert into upload (dataset, upload_tag, created_at, last_upload_at)
      values (:dataset, :uploadTag, :now, :now)
      on conflict (dataset, upload_tag) do nothing
      """;

  static final String UPLOAD_TAG =
      "select upload_tag from upload where dataset = :dataset and id = :upload";

  /**
   * Before looking at its progress: who looks next waits, and sees what this one records. No
   * stronger than an update: every append holds the row's key by then, and two would wait for each
   * other.
   */
  static final String LOCK_UPLOAD =
      "select id from upload where dataset = :dataset and id = :upload for no key update";

  static final String RECORD_PROGRESS =
      """
      insert into upload_progress (dataset, upload_id, start_inclusive, end_exclusive, recorded_at)
      select :dataset, :upload, :start, :end, :now
      where not exists (
        select from upload_progress
        where dataset = :dataset and upload_id = :upload and start_inclusive < :end and end_exclusive > :start)
      """;
}
