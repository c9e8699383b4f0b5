package dev.uploadgateway.audit;

/** The SQL of the audit. */
final class AuditSql {

  private AuditSql() {}

  static final String APPEND =
      """
      insert into audit (who, what, dataset, target, details)
      values (:who, :what, :dataset, :target, :details::jsonb)
      """;

  /** The newest first. */
  static final String LIST =
      """
      select id, at, who, what, dataset, target, details::text as details
      from audit
      where (:dataset::text is null or dataset = :dataset)
        and (:what::text is null or what = :what)
        and (:since::timestamptz is null or at >= :since)
        and (:after::bigint is null or id < :after)
      order by id desc
      limit :limit
      """;

  static final String EXPIRE =
      """
      delete from audit
      where id in (select id from audit where at < :before order by at limit 10000)
      """;
}
