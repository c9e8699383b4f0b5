package dev.uploadgateway.report;

/** Every statement of the reports. */
final class ReportSql {

  private ReportSql() {}

  /**
   * One query for every order: the sort key is a number, and its sign gives the direction; the step
   * is -1 to go back. Uploads that were opened and hold nothing yet are found by their id only.
   */
  static final String UPLOADS =
      """
      select *
      from (
        select u.*, u.accepted - u.delivered - u.quarantined - u.discarded as pending,
               :sign * case :sortBy
                 when 'API_CALLS' then u.calls
                 when 'CREATION_TIME' then extract(epoch from u.created_at)
                 when 'FIRST_UPLOAD_TIME' then extract(epoch from u.created_at)
                 when 'EVENT_TIME_MIN' then coalesce(u.event_time_min, 0)
                 when 'EVENT_TIME_MAX' then coalesce(u.event_time_max, 0)
                 when 'IS_EXCLUDED_FOR_LIFT' then 0
                 when 'VALID_ENTRIES' then u.accepted
                 when 'DUPLICATE_ENTRIES' then u.duplicates
                 when 'PENDING_ENTRIES' then u.accepted - u.delivered - u.quarantined - u.discarded
                 when 'DELIVERED_ENTRIES' then u.delivered
                 when 'QUARANTINED_ENTRIES' then u.quarantined
                 when 'DISCARDED_ENTRIES' then u.discarded
                 when 'REJECTED_ENTRIES' then u.rejected
                 else extract(epoch from u.last_upload_at)
               end as sort_key
        from upload u
        where u.dataset = :dataset
          and (u.id = :upload or :upload::bigint is null and u.accepted + u.duplicates + u.rejected > 0)
          and (:uploadTag::text is null or u.upload_tag = :uploadTag)
          and (:search::text is null or position(lower(:search) in lower(u.upload_tag)) > 0)
          and (:start::timestamptz is null or u.last_upload_at >= :start)
          and (:end::timestamptz is null or u.last_upload_at < :end)
      ) as sorted
      where :fromKey::numeric is null
         or (sort_key * :step, id * :step) > (:fromKey::numeric * :step, :fromId::bigint * :step)
      order by sort_key * :step, id * :step
      limit :limit
      """;

  /** The newest first. */
  static final String CALLS_OF_UPLOAD =
      """
      select id, started_at, millis, events, bytes, outcome, http_status, code, subcode, fbtrace_id, message
      from call
      where dataset = :dataset and upload_id = :upload and (:before::bigint is null or id < :before)
      order by id desc
      limit :limit
      """;

  static final String FAILURES_OF_UPLOAD =
      """
      select outcome, code, subcode, message, count(*) as calls, max(started_at) as last_at
      from call
      where dataset = :dataset and upload_id = :upload and outcome <> 'accepted'
      group by outcome, code, subcode, message
      order by calls desc, last_at desc
      limit :limit
      """;

  static final String DATASET_OF_UPLOAD = "select dataset from upload where id = :upload";

  static final String UPLOAD_OF_TAG =
      "select id from upload where dataset = :dataset and upload_tag = :uploadTag";

  static final String KNOWN_TAGS =
      "select upload_tag from upload where dataset = :dataset and upload_tag = any(:tags::text[])";

  static final String UPLOAD_PROGRESS =
      """
      select p.upload_id, p.start_inclusive, p.end_exclusive
      from upload u join upload_progress p on p.dataset = u.dataset and p.upload_id = u.id
      where u.id = any(:uploads::bigint[])
      order by p.upload_id, p.start_inclusive
      """;

  static final String OVERVIEW =
      """
      select count(*) filter (where accepted + duplicates + rejected > 0) as uploads,
             coalesce(sum(accepted), 0) as accepted, coalesce(sum(duplicates), 0) as duplicates,
             coalesce(sum(rejected), 0) as rejected, coalesce(sum(delivered), 0) as delivered,
             coalesce(sum(quarantined), 0) as quarantined, coalesce(sum(discarded), 0) as discarded,
             coalesce(sum(accepted - delivered - quarantined - discarded), 0) as pending,
             max(last_upload_at) filter (where accepted + duplicates + rejected > 0) as last_upload_at,
             (select min(deadline) from batch where dataset = :dataset and state = 'pending') as deadline
      from upload
      where dataset = :dataset
      """;

  static final String TOTALS =
      """
      select coalesce(sum(accepted), 0)::bigint as accepted, coalesce(sum(duplicates), 0)::bigint as duplicates,
             min(event_time_min) as event_time_min, max(event_time_max) as event_time_max,
             max(last_upload_at) as last_upload_at,
             (select coalesce(jsonb_object_agg(event_name, events order by event_name), '{}')::text
              from (select event_name, sum(events) as events
                    from (select event_name, events from upload_tally where dataset = :dataset
                          union all
                          select l.event_name, l.events
                          from tally_change c cross join unnest(c.lines) as l
                          where c.dataset = :dataset and c.change = 'accepted' and l.events > 0) as all_tallies
                    group by event_name) as t) as event_stats
      from upload
      where dataset = :dataset
      """;

  /** What is not folded yet is added, here and below. */
  static final String UPLOAD_TALLIES =
      """
      select upload_id, event_name, currency, sum(events) as events, sum(value) as value
      from (
        select upload_id, event_name, currency, events, value
        from upload_tally
        where dataset = :dataset and upload_id = any(:uploads::bigint[])
        union all
        select c.upload_id, l.event_name, l.currency, l.events, l.value
        from tally_change c cross join unnest(c.lines) as l
        where c.dataset = :dataset and c.upload_id = any(:uploads::bigint[]) and c.change = 'accepted' and l.events > 0
      ) as tallies
      group by upload_id, event_name, currency
      order by upload_id, event_name, currency
      """;

  /** The first and last quarter hours that have events. */
  static final String STATS_SPAN =
      """
      select min(quarter) as first, max(quarter) as last
      from (
        (select min(quarter) as quarter
         from time_tally
         where dataset = :dataset and clock = :clock and quarter >= :from and quarter < :to)
        union all
        (select max(quarter)
         from time_tally
         where dataset = :dataset and clock = :clock and quarter >= :from and quarter < :to)
        union all
        (select case :clock when 'event' then l.event_quarter else l.upload_quarter end
         from tally_change c cross join unnest(c.lines) as l
         where c.dataset = :dataset and c.change = 'accepted')
      ) as quarters
      where quarter >= :from and quarter < :to
      """;

  /**
   * By the steps that begin at those quarter hours, in no order; null is what was not counted at
   * the time, or is not asked for. Each step reads its own piece of the index: grouping all by
   * their step would sort them, which takes 2.7 times as long for 60 days by the hour. What is not
   * folded yet comes in rows of its own, and is summed by what its lines have in common first: the
   * sums that come after have few lines left.
   */
  static final String STATS =
      """
      select s.step, t.event_name, t.currency, t.events, t.duplicates, t.value, t.delay, t.delivered, t.quarantined,
             t.discarded
      from unnest(:edges::int[]) with ordinality as s (begin, step)
      cross join lateral (
        select event_name, currency, sum(events) as events, sum(duplicates) as duplicates,
               sum(value) filter (where :amounts) as value,
               sum(delay_seconds) filter (where :delays) as delay,
               case when bool_and(delivered is not null) filter (where :outcomes)
                    then sum(delivered) filter (where :outcomes) end as delivered,
               case when bool_and(quarantined is not null) filter (where :outcomes)
                    then sum(quarantined) filter (where :outcomes) end as quarantined,
               case when bool_and(discarded is not null) filter (where :outcomes)
                    then sum(discarded) filter (where :outcomes) end as discarded
        from time_tally
        where dataset = :dataset and clock = :clock
          and quarter >= greatest(s.begin, :from) and quarter < least((:edges::int[])[s.step + 1], :to)
        group by event_name, currency
      ) as t
      where s.step < cardinality(:edges::int[])
      union all
      select width_bucket(quarter, :edges::int[]), event_name, currency,
             sum(events) filter (where change = 'accepted'), sum(duplicates), sum(value), sum(delay_seconds),
             coalesce(sum(events) filter (where change = 'delivered'), 0),
             coalesce(sum(case change when 'quarantined' then events else -events end)
                      filter (where change in ('quarantined', 'released', 'discarded')), 0),
             coalesce(sum(events) filter (where change = 'discarded'), 0)
      from (
        select change, quarter, event_name, currency, sum(events) as events,
               sum(duplicates) filter (where change = 'accepted') as duplicates,
               sum(value) filter (where change = 'accepted' and :amounts) as value,
               sum(delay_seconds) filter (where change = 'accepted' and :delays) as delay_seconds
        from (
          select c.change, case :clock when 'event' then event_quarter else upload_quarter end as quarter,
                 event_name, currency, events, duplicates, value, delay_seconds
          from tally_change c cross join unnest(c.lines)
          where c.dataset = :dataset and (c.change = 'accepted' or :outcomes)
        ) as lines
        where quarter >= :from and quarter < :to
        group by change, quarter, event_name, currency
      ) as unfolded
      group by 1, 2, 3
      """;

  /**
   * Each part by an index of its own, and none counts events one by one: what waits is what uploads
   * sum up, the oldest is the first of an index, what expires is looked at up to so many batches.
   */
  static final String STANDING =
      """
      select u.waiting, u.quarantined, o.oldest, e.events as expiring, e.batches, c.delivered,
             l.started_at as last_delivery, f.deadline
      from (
        select coalesce(sum(accepted - delivered - quarantined - discarded), 0)::bigint as waiting,
               coalesce(sum(quarantined), 0)::bigint as quarantined
        from upload where dataset = :dataset
      ) u
      cross join (
        select min(accepted_at) as oldest from batch where dataset = :dataset and state = 'pending'
      ) o
      cross join (
        select coalesce(sum(events), 0)::bigint as events, count(*) as batches
        from (
          select events from batch
          where dataset = :dataset and state = 'pending' and deadline < :soon
          order by deadline, id limit :most
        ) b
      ) e
      cross join (
        select coalesce(sum(events), 0)::bigint as delivered
        from call where dataset = :dataset and started_at >= :since and outcome = 'accepted'
      ) c
      left join (
        select started_at from call
        where dataset = :dataset and started_at >= :lately and outcome = 'accepted'
        order by started_at desc limit 1
      ) l on true
      cross join (
        select min(deadline) as deadline from batch where dataset = :dataset and state = 'pending'
      ) f
      """;

  static final String QUARANTINED =
      """
      select dataset, reason_code, sum(events)::bigint as events
      from batch
      where state = 'quarantined'
      group by dataset, reason_code
      """;

  /** By the day of the conversion (UTC), with what is not folded yet. */
  static final String EVENTS_BY_DAY =
      """
      select (to_timestamp(quarter * 900::bigint) at time zone 'UTC')::date as day, event_name, sum(events)::bigint as events
      from (
        select quarter, event_name, events
        from time_tally
        where dataset = any(:datasets::int[]) and clock = 'event'
          and quarter >= extract(epoch from :start::timestamptz) / 900
        union all
        select l.event_quarter, l.event_name, l.events
        from tally_change c cross join unnest(c.lines) as l
        where c.dataset = any(:datasets::int[]) and c.change = 'accepted'
          and l.event_quarter >= extract(epoch from :start::timestamptz) / 900
      ) as tallies
      group by 1, 2
      having sum(events) > 0
      order by 1, 2
      """;

  /** By the day of the upload (UTC), with what is not folded yet. */
  static final String DELAY_BY_DAY =
      """
      select (to_timestamp(quarter * 900::bigint) at time zone 'UTC')::date as day,
             (sum(delay_seconds) / sum(events))::bigint as seconds
      from (
        select quarter, delay_seconds, events
        from time_tally
        where dataset = any(:datasets::int[]) and clock = 'upload'
          and quarter >= extract(epoch from :start::timestamptz) / 900
        union all
        select l.upload_quarter, l.delay_seconds, l.events
        from tally_change c cross join unnest(c.lines) as l
        where c.dataset = any(:datasets::int[]) and c.change = 'accepted'
          and l.upload_quarter >= extract(epoch from :start::timestamptz) / 900
      ) as tallies
      group by 1
      having sum(events) > 0
      order by 1
      """;
}
