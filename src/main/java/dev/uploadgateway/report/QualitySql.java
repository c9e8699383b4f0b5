package dev.uploadgateway.report;

/** The statement of the report on the quality of what was sent. */
final class QualitySql {

  private QualitySql() {}

  /**
   * Sums by group, kind and item, of so many groups: by upload those first whose events have an
   * e-mail address or a telephone number least often. What is not folded yet is added.
   */
  static final String SUMS =
      """
      with counted as (
        select upload_id, day, event_name, kind, item, events
        from quality
        where dataset = :dataset and level = :level and day >= :from and day < :to
          and (:upload::bigint is null or upload_id = :upload)
        union all
        select c.upload_id, c.day, l.event_name, l.kind, l.item, l.events
        from quality_change c cross join unnest(c.lines) as l
        where c.dataset = :dataset and c.day >= :from and c.day < :to
          and (:upload::bigint is null or c.upload_id = :upload)
      ), sums as materialized (
        select case :groupBy when 'upload_tag' then upload_id end as upload_id,
               case :groupBy when 'event_name' then event_name end as event_name,
               case :groupBy when 'day' then day end as day,
               kind, item, sum(events) as events
        from counted
        group by 1, 2, 3, 4, 5
      ), named as (
        select coalesce(upload_id::text, event_name, day::text, '') as name, kind, item, events from sums
      ), ranked as (
        select name, sum(events) filter (where kind = 'all') as total,
               coalesce(sum(events) filter (where kind = 'key' and item = 'em|ph'), 0) as contact,
               coalesce(sum(events) filter (where kind = 'key' and item <> 'em|ph'), 0) as keys
        from named
        group by name
      ), chosen as (
        select name, row_number() over (order by case when :groupBy = 'upload_tag' then contact / total end,
                                        case when :groupBy = 'upload_tag' then keys / total end, name) as place
        from ranked
        where total > 0
      )
      select s.name, u.upload_tag, s.kind, s.item, s.events
      from chosen c
      join named s on s.name = c.name
      left join upload u on :groupBy = 'upload_tag' and u.dataset = :dataset and u.id::text = s.name
      where c.place <= :limit
      order by c.place, s.kind, s.events desc, s.item
      """;
}
