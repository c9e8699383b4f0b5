package dev.uploadgateway.mapping;

/** Every statement about mappings. */
final class MappingSql {

  private MappingSql() {}

  static final String FIND =
      "select mapping::text from mapping where dataset = :dataset and name = :name";

  static final String LIST =
      "select name, changed_at from mapping where dataset = :dataset order by name";

  /** Says whether it was there before. */
  static final String PUT =
      """
      insert into mapping as m (dataset, name, mapping, changed_at)
      values (:dataset, :name, :mapping::jsonb, :now)
      on conflict (dataset, name) do update set mapping = excluded.mapping, changed_at = excluded.changed_at
      returning m.xmax = 0
      """;

  static final String DELETE = "delete from mapping where dataset = :dataset and name = :name";
}
