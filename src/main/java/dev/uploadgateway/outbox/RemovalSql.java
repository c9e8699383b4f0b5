package dev.uploadgateway.outbox;

/** Every statement that removes what is kept no longer. */
final class RemovalSql {

  private RemovalSql() {}

  static final String DATASETS = "select distinct dataset from upload order by dataset";

  /** Those whose oldest event Meta does not take any more; of the others nothing can be over. */
  static final String OLD_IN_QUARANTINE =
      """
      select id, upload_id, seal_key_id, data_key, envelope
      from batch
      where dataset = :dataset and state = 'quarantined' and id > :after and settled_at < :since and deadline <= :now
      order by id
      limit :most
      """;

  static final String REMOVE_BATCHES =
      """
      delete from batch
      where dataset = :dataset
        and id = any(array(select id from batch
                           where dataset = :dataset and state = 'delivered' and settled_at < :since
                           limit :most
                           for update skip locked))
      """;

  static final String REMOVE_CALLS =
      """
      delete from call
      where dataset = :dataset
        and id = any(array(select id from call
                           where dataset = :dataset and started_at < :since
                           order by started_at
                           limit :most
                           for update skip locked))
      """;
}
