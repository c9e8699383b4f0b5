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
                 else extract(epoch from u.last_upload_at)
               end as sort_key
        from upload u
        where u.dataset = :dataset
          and (u.id = :upload or :upload::bigint is null and u.accepted + u.duplicates + u.rejected > 0)
          and (:uploadTag::text is null or u.upload_tag = :uploadTag)
          and (:start::timestamptz is null or u.last_upload_at >= :start)
          and (:end::timestamptz is null or u.last_upload_at < :end)
      ) as sorted
      where :fromKey::numeric is null
         or (sort_key * :step, id * :step) > (:fromKey::numeric * :step, :fromId::bigint * :step)
      order by sort_key * :step, id * :step
      limit :limit
      """;

  static final String DATASET_OF_UPLOAD = "select dataset from upload where id = :upload";

  static final String UPLOAD_PROGRESS =
      """
      select p.upload_id, p.start_inclusive, p.end_exclusive
      from upload u join upload_progress p on p.dataset = u.dataset and p.upload_id = u.id
      where u.id = any(:uploads::bigint[])
      order by p.upload_id, p.start_inclusive
      """;

  static final String TOTALS =
      """
      select coalesce(sum(accepted), 0)::bigint as accepted, coalesce(sum(duplicates), 0)::bigint as duplicates,
             min(event_time_min) as event_time_min, max(event_time_max) as event_time_max,
             max(last_upload_at) as last_upload_at,
             (select coalesce(jsonb_object_agg(event_name, events order by event_name), '{}')::text
              from (select event_name, sum(events) as events
                    from tally where dataset = :dataset group by event_name) as t) as event_stats
      from upload
      where dataset = :dataset
      """;

  static final String UPLOAD_TALLIES =
      """
      select upload_id, event_name, currency, sum(events) as events, sum(value) as value
      from tally
      where dataset = :dataset and upload_id = any(:uploads::bigint[])
      group by upload_id, event_name, currency
      order by upload_id, event_name, currency
      """;

  static final String STATS_BY_EVENT_TIME =
      """
      select event_name, floor(extract(epoch from event_hour) / :step)::bigint * :step as time, currency,
             sum(events) as events, sum(duplicates) as duplicates, sum(value) as value, sum(delay_seconds) as delay
      from tally
      where dataset = :dataset
        and (:start::timestamptz is null or event_hour >= date_trunc('hour', :start::timestamptz, 'UTC'))
        and (:end::timestamptz is null or event_hour < :end)
      group by 1, 2, 3
      order by 2, 1, 3
      """;

  static final String STATS_BY_UPLOAD_TIME =
      """
      select event_name, floor(extract(epoch from upload_hour) / :step)::bigint * :step as time, currency,
             sum(events) as events, sum(duplicates) as duplicates, sum(value) as value, sum(delay_seconds) as delay
      from tally
      where dataset = :dataset
        and (:start::timestamptz is null or upload_hour >= date_trunc('hour', :start::timestamptz, 'UTC'))
        and (:end::timestamptz is null or upload_hour < :end)
      group by 1, 2, 3
      order by 2, 1, 3
      """;

  /**
   * Each part by an index of its own, and none counts events one by one: what waits is what uploads
   * sum up, the oldest is the first of an index, what expires is looked at up to so many batches.
   */
  static final String STANDINGS =
      """
      select d.number as dataset, u.waiting, u.quarantined, o.oldest, e.events as expiring, e.batches,
             c.delivered, l.started_at as last_delivery
      from unnest(:datasets::int[]) as d (number)
      cross join lateral (
        select coalesce(sum(accepted - delivered - quarantined - discarded), 0)::bigint as waiting,
               coalesce(sum(quarantined), 0)::bigint as quarantined
        from upload where dataset = d.number
      ) u
      cross join lateral (
        select min(accepted_at) as oldest from batch where dataset = d.number and state = 'pending'
      ) o
      cross join lateral (
        select coalesce(sum(events), 0)::bigint as events, count(*) as batches
        from (
          select events from batch
          where dataset = d.number and state = 'pending' and deadline < :soon
          order by deadline, id limit :most
        ) b
      ) e
      cross join lateral (
        select coalesce(sum(events), 0)::bigint as delivered
        from call where dataset = d.number and started_at >= :since and outcome = 'accepted'
      ) c
      left join lateral (
        select started_at from call
        where dataset = d.number and started_at >= :lately and outcome = 'accepted'
        order by started_at desc limit 1
      ) l on true
      """;

  /** By the day of the conversion (UTC). */
  static final String EVENTS_BY_DAY =
      """
      select (event_hour at time zone 'UTC')::date as day, event_name, sum(events)::bigint as events
      from tally
      where dataset = any(:datasets::int[]) and event_hour >= :start
      group by 1, 2
      having sum(events) > 0
      order by 1, 2
      """;

  /**
   * By the day of the upload (UTC); Meta takes no event older than 62 days, so none is looked for.
   */
  static final String DELAY_BY_DAY =
      """
      select (upload_hour at time zone 'UTC')::date as day, (sum(delay_seconds) / sum(events))::bigint as seconds
      from tally
      where dataset = any(:datasets::int[]) and event_hour >= :start::timestamptz - interval '63 days'
        and upload_hour >= :start
      group by 1
      having sum(events) > 0
      order by 1
      """;
}
