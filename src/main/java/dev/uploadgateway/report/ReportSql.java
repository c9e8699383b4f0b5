package dev.uploadgateway.report;

/** Every statement of the reports. */
final class ReportSql {

  private ReportSql() {}

  /** One query for every order: the sort key is a number, and its sign gives the direction. */
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
          and u.accepted + u.duplicates + u.rejected > 0
          and (:uploadTag::text is null or u.upload_tag = :uploadTag)
          and (:start::timestamptz is null or u.last_upload_at >= :start)
          and (:end::timestamptz is null or u.last_upload_at < :end)
      ) as sorted
      where :afterKey::numeric is null or (sort_key, id) > (:afterKey::numeric, :afterId::bigint)
      order by sort_key, id
      limit :limit
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
}
