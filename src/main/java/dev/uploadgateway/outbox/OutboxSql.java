package dev.uploadgateway.outbox;

/**
 * Every statement of the line, one constant a verb; what people do with quarantine is in {@link
 * QuarantineSql}, what is known of an upload by itself in {@link UploadSql}.
 */
final class OutboxSql {

  private OutboxSql() {}

  /**
   * Keys that exist already are left as they are: the count tells whether any did. Citus counts
   * what was selected, not what was inserted, unless the selection is from one of its tables; so
   * the dataset is that of the upload's row.
   */
  static final String APPEND_KEYS =
      """
      insert into event_key (dataset, event_day, event_key, batch_id, order_hash)
      select u.dataset, date '1970-01-01' + e.day, e.key, :batch, e.order_hash
      from upload u
      cross join unnest(:days::int[], :keys::uuid[], :orderHashes::bigint[]) as e (day, key, order_hash)
      where u.dataset = :dataset and u.id = :upload
      on conflict do nothing
      """;

  static final String FIND_APPENDED_KEYS =
      """
      select k.event_key
      from unnest(:days::int[], :keys::uuid[]) as e (day, key)
      join event_key k on k.dataset = :dataset and k.event_day = date '1970-01-01' + e.day and k.event_key = e.key
      where k.batch_id = :batch
      """;

  static final String FIND_KEYS =
      """
      select e.day, k.event_key
      from unnest(:days::int[], :keys::uuid[]) as e (day, key)
      join event_key k on k.dataset = :dataset and k.event_day = date '1970-01-01' + e.day and k.event_key = e.key
      """;

  private static final String INSERT_BATCH =
      """
        insert into batch (dataset, id, upload_id, namespace_id, state, events, accepted_at, accepted_until, deadline, due_at,
                           attempts, alone, wire, first_sent_at, reason_code, reason, call_id, earlier_calls, settled_at,
                           traceparent, seal_key_id, data_key, envelope, content)
        values (:dataset, :id, :upload, :namespace, :state, :events, :acceptedAt, :acceptedUntil, :deadline, :dueAt,
                :attempts, :alone, :wire, :firstSentAt, :reasonCode, :reason, :call, :earlierCalls, :settledAt,
                :traceparent, :sealKeyId, :dataKey, :envelope, :content::tally_line[])
      """;

  /**
   * What of a claim or a batch goes to quarantine when it is taken apart is counted here as well.
   */
  static final String APPEND_BATCH =
      """
      with appended as (
        %s
        returning dataset, upload_id, state, content
      )
      insert into tally_change (dataset, upload_id, change, lines)
      select dataset, upload_id, 'quarantined', content
      from appended
      where state = 'quarantined' and content is not null
      """
          .formatted(INSERT_BATCH);

  private static final String COUNT_UPLOAD =
      """
        update upload
        set accepted = accepted + :accepted, duplicates = duplicates + :duplicates, rejected = rejected + :rejected,
            last_upload_at = greatest(last_upload_at, :now),
            event_time_min = least(event_time_min, :timeMin), event_time_max = greatest(event_time_max, :timeMax)
        where dataset = :dataset and id = :upload
      """;

  /**
   * A batch and the count of the append that it is the whole of, for what one round trip less is
   * worth to a till: what was counted is what the batch holds.
   */
  static final String APPEND_AND_COUNT =
      """
      with appended as (
        %s
        returning content
      ), counted as (
        %s
      )
      insert into tally_change (dataset, upload_id, change, lines)
      select :dataset, :upload, 'accepted', content
      from appended
      """
          .formatted(INSERT_BATCH, COUNT_UPLOAD);

  /** A thousand lines a row: an append may be a file. */
  static final String COUNT_APPENDED =
      """
      with counted as (
        %s
      )
      insert into tally_change (dataset, upload_id, change, lines)
      select :dataset, :upload, 'accepted',
             array_agg(row(l.event_quarter, l.upload_quarter, l.event_name, l.currency, l.events, l.duplicates,
                           l.value, l.delay_seconds)::tally_line)
      from unnest(:eventQuarters::int[], :uploadQuarters::int[], :names::text[], :currencies::text[],
                  :counts::bigint[], :duplicateCounts::bigint[], :values::numeric[], :delays::numeric[])
           with ordinality
           as l (event_quarter, upload_quarter, event_name, currency, events, duplicates, value, delay_seconds, number)
      group by (l.number - 1) / 1000
      """
          .formatted(COUNT_UPLOAD);

  /**
   * Takes the due batch with the oldest deadline that nobody else is taking and, while they fit
   * into one call, others of its lane: due ones, and fresh ones that still linger. Frozen ones
   * travel with those they were first sent with, so that one which has tried longer does not end
   * the others with it.
   *
   * <p>What a claim left behind that was never settled may have been sent: nobody knows, and the
   * seven days in which Meta recognises a repeat began then.
   *
   * <p>Ids travel as arrays and the state hides in a case, because a fresh backlog has no
   * statistics yet: with joins in their place PostgreSQL planned loops in loops, and was seen to
   * take seconds for 1,000 of 5,000 small batches; so it takes some 20 ms.
   */
  static final String CLAIM =
      """
      with head as (
        select id, upload_id, namespace_id, wire, attempts, first_sent_at, alone, events
        from batch
        where dataset = :dataset and state = 'pending' and due_at <= :now
        order by deadline, id
        limit 1
        for update skip locked
      ), others as (
        select b.id, h.events + sum(b.events) over (order by b.deadline, b.id) as running
        from head h
        join lateral (
          select id, deadline, events
          from batch
          where dataset = :dataset and upload_id = h.upload_id and state = 'pending' and id <> h.id
            and namespace_id is not distinct from h.namespace_id and wire is not distinct from h.wire
            and attempts = h.attempts and first_sent_at is not distinct from h.first_sent_at
            and not alone and not h.alone and h.events < :limit
            and (due_at <= :now or (lease is null and attempts = 0))
          order by deadline, id
          limit :limit
        ) b on true
      ), chosen as (
        select id from head union all select id from others where running <= :limit
      ), held as (
        select id
        from batch
        where dataset = :dataset and id = any(array(select id from chosen))
          and case state when 'pending' then due_at <= :now or (lease is null and attempts = 0) else false end
        for update skip locked
      )
      update batch b
      set due_at = :leasedUntil, lease = :lease,
          first_sent_at = case when b.lease is null then b.first_sent_at
                               else coalesce(b.first_sent_at,
                                             (b.due_at at time zone 'UTC' - make_interval(secs => :leaseSeconds)) at time zone 'UTC') end
      from upload u
      where b.dataset = :dataset and b.id = any(array(select id from held))
        and u.dataset = b.dataset and u.id = b.upload_id
      returning b.id, b.upload_id, u.upload_tag, b.namespace_id, b.accepted_at, b.accepted_until, b.attempts, b.alone,
                b.wire, b.first_sent_at, b.call_id, b.earlier_calls, b.traceparent, b.seal_key_id,
                b.data_key, b.envelope
      """;

  /** The oldest deadlines first, whole batches, until they hold that many events. */
  static final String LOOK =
      """
      with oldest as (
        select id, upload_id, deadline, events, wire, seal_key_id, data_key, envelope
        from batch
        where dataset = :dataset and state = 'pending'
        order by deadline, id
        limit :most + 1
      ), counted as (
        select *, sum(events) over (order by deadline, id) - events as before from oldest
      )
      select id, upload_id, events, wire, seal_key_id, data_key, envelope
      from counted
      where before <= :most
      order by before
      """;

  static final String RECORD_CALL =
      """
      insert into call (dataset, upload_id, started_at, millis, events, bytes, outcome, http_status, code, subcode,
                        fbtrace_id, message)
      values (:dataset, :upload, :startedAt, :millis, :events, :bytes, :outcome, :httpStatus, :code, :subcode,
              :fbtraceId, :message)
      returning id
      """;

  /**
   * The whole of a delivery in one statement: the audit trail, the end of the personal data, the
   * count.
   */
  static final String DELIVERED =
      """
      with recorded as (
        insert into call (dataset, upload_id, started_at, millis, events, bytes, outcome, http_status, code, subcode,
                          fbtrace_id, message)
        values (:dataset, :upload, :startedAt, :millis, :events, :bytes, :outcome, :httpStatus, :code, :subcode,
                :fbtraceId, :message)
        returning id
      ), held as (
        select id, content
        from batch
        where dataset = :dataset and id = any(:ids::bigint[]) and lease = :lease and state = 'pending'
        for update
      ), settled as (
        update batch
        set state = 'delivered', settled_at = :now, call_id = (select id from recorded), lease = null,
            earlier_calls = case when call_id is null then earlier_calls else array_append(earlier_calls, call_id) end,
            seal_key_id = null, data_key = null, envelope = null, content = null
        where dataset = :dataset and id = any(array(select id from held))
        returning events
      ), counted as (
        update upload
        set calls = calls + 1, delivered = delivered + coalesce((select sum(events) from settled), 0)
        where dataset = :dataset and id = :upload
      ), tallied as (
        insert into tally_change (dataset, upload_id, change, lines)
        select :dataset, :upload, 'delivered', array_agg(line)
        from (
          select row(l.event_quarter, l.upload_quarter, l.event_name, l.currency, sum(l.events), 0, 0, 0)::tally_line as line
          from held cross join unnest(held.content) as l
          group by l.event_quarter, l.upload_quarter, l.event_name, l.currency
        ) as merged
        having count(*) > 0
      ), judged as (
        insert into quality_change (dataset, upload_id, day, lines)
        select :dataset, :upload, (:now::timestamptz at time zone 'UTC')::date, array_agg(row(l.*)::quality_line)
        from unnest(:qualityNames::text[], :qualityKinds::text[], :qualityItems::text[], :qualityCounts::bigint[]) as l
        where (select count(*) from held) = cardinality(:ids::bigint[])
        having count(*) > 0
      )
      select count(*) from settled
      """;

  static final String GIVE_BACK =
      """
      update batch
      set due_at = :dueAt, attempts = attempts + :attempts, lease = null, call_id = coalesce(:call, call_id),
          earlier_calls = case when :call is null or call_id is null then earlier_calls
                               else array_append(earlier_calls, call_id) end,
          first_sent_at = case when :attempts > 0 then coalesce(first_sent_at, :sentAt) else first_sent_at end
      where dataset = :dataset and id = any(:ids::bigint[]) and lease = :lease and state = 'pending'
      """;

  static final String FREEZE =
      """
      update batch
      set wire = :wire, first_sent_at = coalesce(first_sent_at, :sentAt),
          seal_key_id = :sealKeyId, data_key = :dataKey, envelope = :envelope
      where dataset = :dataset and id = :id and lease = :lease and state = 'pending'
      """;

  static final String QUARANTINE =
      """
      with settled as (
        update batch
        set state = 'quarantined', settled_at = :now, reason_code = :reasonCode, reason = :reason, lease = null,
            attempts = attempts + :calls, call_id = coalesce(:call, call_id),
            earlier_calls = case when :call is null or call_id is null then earlier_calls
                                 else array_append(earlier_calls, call_id) end
        where dataset = :dataset and id = any(:ids::bigint[]) and lease = :lease and state = 'pending'
        returning events, content
      ), counted as (
        update upload
        set calls = calls + :calls, quarantined = quarantined + coalesce((select sum(events) from settled), 0)
        where dataset = :dataset and id = :upload
      ), tallied as (
        insert into tally_change (dataset, upload_id, change, lines)
        select :dataset, :upload, 'quarantined', content from settled where content is not null
      )
      select count(*) from settled
      """;

  static final String COUNT_SETTLED =
      """
      update upload set calls = calls + :calls, quarantined = quarantined + :quarantined
      where dataset = :dataset and id = :upload
      """;

  static final String TAKE_APART =
      """
      delete from batch
      where dataset = :dataset and id = any(:ids::bigint[]) and lease = :lease and state = 'pending'
      """;

  static final String MOVE_KEYS =
      """
      update event_key k
      set batch_id = :batch
      from unnest(:days::int[], :keys::uuid[]) as e (day, key)
      where k.dataset = :dataset and k.event_day = date '1970-01-01' + e.day and k.event_key = e.key
      """;

  static final String PARTITIONS =
      """
      select c.relname
      from pg_inherits i join pg_class c on c.oid = i.inhrelid
      where i.inhparent = 'event_key'::regclass
      """;
}
