package dev.uploadgateway.outbox;

/** Every statement that looks up what became of an order. */
final class ReceiptSql {

  private ReceiptSql() {}

  /**
   * Through the primary key, which the days are needed for, and through the hash of the order where
   * events have an id of their own. Day and key tell a line from every other and never change, so
   * the order holds while batches are split.
   */
  static final String LINES =
      """
      select k.event_day - date '1970-01-01' as day, k.event_key, b.id, b.upload_id, u.upload_tag, b.state,
             b.accepted_at, b.accepted_until, b.deadline, b.due_at, b.lease is not null as claimed, b.attempts,
             b.reason_code, b.reason, b.settled_at, b.call_id, b.earlier_calls
      from (
        select event_day, event_key, batch_id
        from event_key
        where dataset = :dataset and event_day = any(:days::date[]) and event_key between :from and :to
        union all
        select event_day, event_key, batch_id
        from event_key
        where dataset = :dataset and event_day = any(:days::date[]) and order_hash = :orderHash
      ) k
      join batch b on b.dataset = :dataset and b.id = k.batch_id
      join upload u on u.dataset = b.dataset and u.id = b.upload_id
      where :afterDay::int is null
         or (k.event_day, k.event_key) > (date '1970-01-01' + :afterDay::int, :afterKey::uuid)
      order by k.event_day, k.event_key
      limit :limit
      """;

  static final String COUNT =
      """
      select count(*) filter (where b.state = 'pending') as pending,
             count(*) filter (where b.state = 'delivered') as delivered,
             count(*) filter (where b.state = 'quarantined') as quarantined
      from (
        select batch_id
        from event_key
        where dataset = :dataset and event_day = any(:days::date[]) and event_key between :from and :to
        union all
        select batch_id
        from event_key
        where dataset = :dataset and event_day = any(:days::date[]) and order_hash = :orderHash
      ) k
      join batch b on b.dataset = :dataset and b.id = k.batch_id
      """;

  static final String CALLS =
      """
      select id, started_at, millis, events, bytes, outcome, http_status, code, subcode, fbtrace_id, message
      from call
      where dataset = :dataset and id = any(:ids::bigint[])
      """;

  static final String ENVELOPE =
      """
      select wire is not null as frozen, seal_key_id, data_key, envelope
      from batch
      where dataset = :dataset and id = :id and envelope is not null
      """;
}
