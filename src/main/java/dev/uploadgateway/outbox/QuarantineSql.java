package dev.uploadgateway.outbox;

/** Every statement of what people do with quarantine, one constant a verb. */
final class QuarantineSql {

  private QuarantineSql() {}

  /** For people, who know a dataset by nothing else. */
  static final String DATASET_ID = "select id from dataset where number = :dataset";

  /**
   * Through the primary key, which the days are needed for, and through the hash of the order where
   * events have an id of their own.
   */
  static final String FIND_BATCHES_OF_EVENTS =
      """
      select distinct b.id
      from (
        select batch_id, event_key
        from event_key
        where dataset = :dataset and event_day = any(:days::date[]) and event_key between :from and :to
        union all
        select batch_id, event_key
        from event_key
        where dataset = :dataset and event_day = any(:days::date[]) and order_hash = :orderHash
      ) k
      join batch b on b.dataset = :dataset and b.id = k.batch_id and b.state = 'quarantined'
      where :key::uuid is null or k.event_key = :key
      order by b.id
      """;

  /**
   * Where events of one key are in quarantine; a key of the client's own may come on several days.
   */
  static final String FIND_PLACES =
      """
      select b.id, u.upload_tag, b.namespace_id
      from event_key k
      join batch b on b.dataset = :dataset and b.id = k.batch_id and b.state = 'quarantined'
      join upload u on u.dataset = b.dataset and u.id = b.upload_id
      where k.dataset = :dataset and k.event_day = any(:days::date[]) and k.event_key = :key
      order by k.event_day
      """;

  static final String FIND_EVENTS_OF_BATCH =
      """
      select k.event_day - date '1970-01-01' as day, k.event_key
      from (
        select event_day, event_key, batch_id
        from event_key
        where dataset = :dataset and event_day = any(:days::date[]) and event_key between :from and :to
        union all
        select event_day, event_key, batch_id
        from event_key
        where dataset = :dataset and event_day = any(:days::date[]) and order_hash = :orderHash
      ) k
      where k.batch_id = :batch and (:key::uuid is null or k.event_key = :key)
      """;

  /** With the envelope only where it is small or was asked for by name. */
  static final String LIST =
      """
      select b.id, b.upload_id, u.upload_tag, b.events, b.reason_code, b.reason, b.settled_at, b.deadline, b.attempts,
             c.started_at, c.http_status, c.code, c.subcode, c.fbtrace_id, c.message, b.seal_key_id, b.data_key,
             case when b.events = 1 or :batch::bigint is not null then b.envelope end as envelope
      from batch b
      join upload u on u.dataset = b.dataset and u.id = b.upload_id
      left join call c on c.dataset = b.dataset and c.id = b.call_id
      where b.dataset = :dataset and b.state = 'quarantined'
        and (:reasonCode::text is null or b.reason_code = :reasonCode)
        and (:uploadTag::text is null or u.upload_tag = :uploadTag)
        and (:batch::bigint is null or b.id = :batch)
        and (:among::bigint[] is null or b.id = any(:among::bigint[]))
        and b.id > :after
      order by b.id
      limit :limit
      """;

  /** The reasons, with what is said of them in the same words. */
  static final String GROUPS =
      """
      select b.reason_code, b.reason, count(*) as batches, sum(b.events) as events, min(b.settled_at) as since,
             min(b.deadline) as deadline
      from batch b
      where b.dataset = :dataset and b.state = 'quarantined'
        and (:uploadTag::text is null
             or b.upload_id = (select id from upload where dataset = :dataset and upload_tag = :uploadTag))
      group by b.reason_code, b.reason
      order by events desc, b.reason_code, b.reason
      limit :limit
      """;

  /**
   * The next batches that a transaction takes, in order of their ids: as many as hold no more than
   * so many events together, and one at least. What came into quarantine later is not meant, or a
   * release could go round with the refusals that it brings about.
   */
  static final String NEXT =
      """
      select id
      from (
        select id, sum(events) over (order by id) as running
        from (
          select b.id, b.events
          from batch b
          where b.dataset = :dataset and b.state = 'quarantined' and b.settled_at <= :asked
            and (:reasonCode::text is null or b.reason_code = :reasonCode)
            and (:uploadTag::text is null
                 or b.upload_id = (select id from upload where dataset = :dataset and upload_tag = :uploadTag))
            and (:batch::bigint is null or b.id = :batch)
            and (:among::bigint[] is null or b.id = any(:among::bigint[]))
            and b.id > :after
          order by b.id
          limit 1000
        ) as next
      ) as summed
      where running <= :events
      order by id
      """;

  /**
   * In the order of ids, here and below: who waits for another waits for nobody who waits for it.
   */
  static final String LOCK =
      """
      select id, upload_id, namespace_id, events, accepted_at, accepted_until, alone, wire, first_sent_at, reason_code,
             call_id, earlier_calls, traceparent, seal_key_id, data_key, envelope
      from batch
      where dataset = :dataset and id = any(:ids::bigint[]) and state = 'quarantined' and settled_at <= :asked
      order by id
      for update
      """;

  /**
   * Who releases what Meta may have had for too long decides that it is sent again all the same.
   */
  static final String RELEASE =
      """
      with held as (
        select id
        from batch
        where dataset = :dataset and id = any(:ids::bigint[]) and state = 'quarantined' and settled_at <= :asked
        order by id
        for update
      ), released as (
        update batch
        set state = 'pending', due_at = :asked, attempts = 0, reason_code = null, reason = null, settled_at = null,
            first_sent_at = case when reason_code = 'ambiguous' then null else first_sent_at end
        where dataset = :dataset and id = any(array(select id from held))
        returning upload_id, events, content
      ), tallied as (
        insert into tally_change (dataset, upload_id, change, lines)
        select :dataset, upload_id, 'released', content from released where content is not null
      ), sums as (
        select upload_id, sum(events) as events from released group by upload_id
      ), uploads as (
        select id
        from upload
        where dataset = :dataset and id = any(array(select upload_id from sums))
        order by id
        for no key update
      ), counted as (
        update upload u
        set quarantined = u.quarantined - s.events
        from uploads l join sums s on s.upload_id = l.id
        where u.dataset = :dataset and u.id = l.id
      )
      select coalesce(sum(events), 0) from released
      """;

  /** The batches are locked, and their keys are gone already. */
  static final String DISCARD =
      """
      with discarded as (
        delete from batch
        where dataset = :dataset and id = any(:ids::bigint[]) and state = 'quarantined'
        returning upload_id, events, content
      ), tallied as (
        insert into tally_change (dataset, upload_id, change, lines)
        select :dataset, upload_id, 'discarded', content from discarded where content is not null
      ), sums as (
        select upload_id, sum(events) as events from discarded group by upload_id
      ), uploads as (
        select id
        from upload
        where dataset = :dataset and id = any(array(select upload_id from sums))
        order by id
        for no key update
      ), counted as (
        update upload u
        set quarantined = u.quarantined - s.events, discarded = u.discarded + s.events
        from uploads l join sums s on s.upload_id = l.id
        where u.dataset = :dataset and u.id = l.id
      )
      select coalesce(sum(events), 0) from discarded
      """;

  /** What stays of a batch that some events are taken out of. */
  static final String SHRINK =
      """
      update batch
      set events = :events, deadline = :deadline, seal_key_id = :sealKeyId, data_key = :dataKey, envelope = :envelope,
          content = :content::tally_line[]
      where dataset = :dataset and id = :id
      """;

  static final String COUNT_TAKEN_OUT =
      """
      with counted as (
        update upload set quarantined = quarantined - :events, discarded = discarded + :discarded
        where dataset = :dataset and id = :upload
      )
      insert into tally_change (dataset, upload_id, change, lines)
      select :dataset, :upload, case when :discarded > 0 then 'discarded' else 'released' end,
             array_agg(row(l.*)::tally_line)
      from unnest(:eventQuarters::int[], :uploadQuarters::int[], :names::text[], :currencies::text[],
                  :counts::bigint[], :duplicateCounts::bigint[], :values::numeric[], :delays::numeric[]) as l
      having count(*) > 0
      """;

  static final String DELETE_KEYS =
      """
      delete from event_key k
      using unnest(:days::int[], :keys::uuid[]) as e (day, key)
      where k.dataset = :dataset and k.event_day = date '1970-01-01' + e.day and k.event_key = e.key
        and k.batch_id = any(:ids::bigint[])
      """;

  /** Reads every key of the dataset: for batches that do not tell theirs any more. */
  static final String DELETE_KEYS_OF_BATCHES =
      "delete from event_key where dataset = :dataset and batch_id = any(:ids::bigint[])";
}
