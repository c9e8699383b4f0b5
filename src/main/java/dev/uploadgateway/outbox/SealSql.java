package dev.uploadgateway.outbox;

/**
 * Every statement that wraps data keys of batches anew, a dataset at a time: rows of several may be
 * on several servers, where no statement locks them together. Delivered batches have none.
 */
final class SealSql {

  private SealSql() {}

  static final String LOCK_NEXT_PENDING =
      """
      select dataset, id, upload_id, deadline, seal_key_id, data_key
      from batch
      where dataset = :dataset and state = 'pending' and (deadline, id) > (:deadline, :id) and seal_key_id = any(:keyIds)
      order by deadline, id
      limit :most
      for update skip locked
      """;

  static final String LOCK_NEXT_QUARANTINED =
      """
      select dataset, id, upload_id, deadline, seal_key_id, data_key
      from batch
      where dataset = :dataset and state = 'quarantined' and id > :id and seal_key_id = any(:keyIds)
      order by id
      limit :most
      for update skip locked
      """;

  static final String NEXT_PENDING_DATASET =
      """
      select dataset from batch
      where dataset > :dataset and state = 'pending' and seal_key_id = any(:keyIds)
      order by dataset
      limit 1
      """;

  static final String NEXT_QUARANTINED_DATASET =
      """
      select dataset from batch
      where dataset > :dataset and state = 'quarantined' and seal_key_id = any(:keyIds)
      order by dataset
      limit 1
      """;

  static final String REPLACE =
      "update batch set seal_key_id = :keyId, data_key = :dataKey where dataset = :dataset and id = :id";

  static final String COUNT_PENDING =
      "select seal_key_id, count(*) from batch where state = 'pending' group by seal_key_id";

  static final String COUNT_QUARANTINED =
      "select seal_key_id, count(*) from batch where state = 'quarantined' group by seal_key_id";
}
