package dev.uploadgateway.outbox;

/** Every statement that wraps data keys of batches anew. Delivered batches have none. */
final class SealSql {

  private SealSql() {}

  static final String LOCK_NEXT_PENDING =
      """
      select dataset, id, upload_id, deadline, seal_key_id, data_key
      from batch
      where state = 'pending' and (dataset, deadline, id) > (:dataset, :deadline, :id) and seal_key_id = any(:keyIds)
      order by dataset, deadline, id
      limit :most
      for update skip locked
      """;

  static final String LOCK_NEXT_QUARANTINED =
      """
      select dataset, id, upload_id, deadline, seal_key_id, data_key
      from batch
      where state = 'quarantined' and (dataset, id) > (:dataset, :id) and seal_key_id = any(:keyIds)
      order by dataset, id
      limit :most
      for update skip locked
      """;

  static final String REPLACE =
      "update batch set seal_key_id = :keyId, data_key = :dataKey where dataset = :dataset and id = :id";

  static final String COUNT_PENDING =
      "select seal_key_id, count(*) from batch where state = 'pending' group by seal_key_id";

  static final String COUNT_QUARANTINED =
      "select seal_key_id, count(*) from batch where state = 'quarantined' group by seal_key_id";
}
