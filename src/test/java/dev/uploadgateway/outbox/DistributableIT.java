package dev.uploadgateway.outbox;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.context.annotation.Import;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * The schema can be spread over many servers by its datasets as it is: {@code src/docs/scale.md}
 * has the commands. What is asked for here is what Citus asks of a distributed table.
 */
@SpringBootTest
@Import(ByHand.class)
class DistributableIT {

  /** Few rows, which every server has a copy of: who may do what, and where it goes. */
  private static final Set<String> REFERENCE = Set.of("dataset", "api_key");

  /** Of the coordinator alone: who did what, who is logged in, and which migrations ran. */
  private static final Set<String> LOCAL =
      Set.of("audit", "console_session", "console_session_attributes", "flyway_schema_history");

  private static final String TABLES =
      """
      select relname from pg_class
      where relnamespace = 'public'::regnamespace and relkind in ('r', 'p') and not relispartition
      """;

  private static final String UNIQUE =
      """
      select t.relname || ': ' || i.relname as name,
             array_to_string(array(select a.attname from unnest(x.indkey) with ordinality as k (number, place)
                                   join pg_attribute a on a.attrelid = t.oid and a.attnum = k.number
                                   order by k.place), ',') as columns,
             x.indisprimary as primary_key, t.relname as on_table
      from pg_index x join pg_class t on t.oid = x.indrelid join pg_class i on i.oid = x.indexrelid
      where t.relnamespace = 'public'::regnamespace and not t.relispartition and x.indisunique
      """;

  private static final String REFERENCES =
      """
      select c.conname as name, t.relname as on_table, o.relname as to_table,
             array_position(c.conkey, (select attnum from pg_attribute where attrelid = t.oid and attname = 'dataset')) as here,
             array_position(c.confkey, (select attnum from pg_attribute where attrelid = o.oid and attname = 'dataset')) as there
      from pg_constraint c join pg_class t on t.oid = c.conrelid join pg_class o on o.oid = c.confrelid
      where c.contype = 'f' and t.relnamespace = 'public'::regnamespace and not t.relispartition
      """;

  private static final String NUMBERS =
      """
      select c.relname as on_table, a.attname as name, format_type(a.atttypid, a.atttypmod) as type,
             a.attidentity <> '' as identity
      from pg_attribute a join pg_class c on c.oid = a.attrelid
      where c.relnamespace = 'public'::regnamespace and c.relkind in ('r', 'p') and not c.relispartition
        and a.attnum > 0 and not a.attisdropped and (a.attname = 'dataset' or a.attidentity <> '')
      """;

  private record Number(String onTable, String name, String type, boolean identity) {}

  private record Index(String name, String columns, boolean primaryKey, String onTable) {}

  private record Reference(
      String name, String onTable, String toTable, Integer here, Integer there) {}

  @Autowired JdbcClient jdbc;

  @Test
  void everyTableIsKeyedByItsDatasetFirst() {
    Set<String> keyed = new TreeSet<>();
    for (Index index : unique()) {
      if (index.primaryKey() && List.of(index.columns().split(",")).getFirst().equals("dataset")) {
        keyed.add(index.onTable());
      }
    }

    assertThat(keyed).containsExactlyInAnyOrderElementsOf(distributed());
  }

  @Test
  void whatIsUniqueIsUniqueWithinItsDataset() {
    assertThat(unique())
        .filteredOn(index -> distributed().contains(index.onTable()))
        .isNotEmpty()
        .allSatisfy(index -> assertThat(index.columns().split(",")).contains("dataset"));
  }

  @Test
  void whatReferencesAnotherRowIsOfTheSameDataset() {
    List<Reference> references = jdbc.sql(REFERENCES).query(Reference.class).list();

    assertThat(references)
        .filteredOn(reference -> distributed().contains(reference.toTable()))
        .isNotEmpty()
        .allSatisfy(reference -> {
          assertThat(distributed()).contains(reference.onTable());
          assertThat(reference.here()).isNotNull().isEqualTo(reference.there());
        });
    assertThat(references)
        .filteredOn(reference -> distributed().contains(reference.onTable()))
        .noneMatch(reference -> LOCAL.contains(reference.toTable()));
  }

  /** Rows of one dataset are on one server only where all tables hash its number alike. */
  @Test
  void theNumberOfADatasetIsOfTheSameTypeInEveryTable() {
    assertThat(numbers())
        .filteredOn(column -> column.name().equals("dataset"))
        .hasSameSizeAs(distributed())
        .allMatch(column -> column.type().equals("integer"));
  }

  /** Each server hands out ids of its own, from a range that a bigint only has room for. */
  @Test
  void idsThatTheDatabaseHandsOutAreBigints() {
    assertThat(numbers())
        .filteredOn(Number::identity)
        .isNotEmpty()
        .allMatch(column -> column.type().equals("bigint"));
  }

  @Test
  void nothingHappensBehindTheStatements() {
    String triggers =
        """
        select c.relname from pg_trigger t join pg_class c on c.oid = t.tgrelid
        where c.relnamespace = 'public'::regnamespace and not t.tgisinternal
        """;

    assertThat(jdbc.sql(triggers).query(String.class).list()).isSubsetOf(LOCAL);
  }

  /** A table that is new is of one of the three kinds, and this says which. */
  private Set<String> distributed() {
    Set<String> tables = new TreeSet<>(jdbc.sql(TABLES).query(String.class).list());
    tables.removeAll(REFERENCE);
    tables.removeAll(LOCAL);
    return tables;
  }

  private List<Number> numbers() {
    return jdbc.sql(NUMBERS).query(Number.class).list().stream()
        .filter(column -> distributed().contains(column.onTable()))
        .toList();
  }

  private List<Index> unique() {
    return jdbc.sql(UNIQUE).query(Index.class).list();
  }
}
