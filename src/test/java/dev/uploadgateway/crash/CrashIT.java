package dev.uploadgateway.crash;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.uploadgateway.Api;
import dev.uploadgateway.LocalMeta.Meta;
import dev.uploadgateway.ShippedProgram;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ThreadLocalRandom;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.util.FileSystemUtils;

/**
 * Two gateways on one database, all three killed at random moments, and a Meta that fails one call
 * in three: afterwards every event is accounted for.
 *
 * <p>{@code -Dcrash.seed} repeats the luck of a run, as far as luck is the test's and not that of
 * the machine; {@code -Dcrash.seconds} is how long the storm lasts, {@code -Dcrash.rounds} how many
 * there are. What the processes said stays in {@code target/crash} where a round fails. {@code
 * -Dcrash.url} runs one round on an {@link Elsewhere existing database}.
 */
class CrashIT {

  private static final Duration STORM = Duration.ofSeconds(Integer.getInteger("crash.seconds", 20));

  /** For the start before the storm and the calm after it. */
  private static final Duration START_AND_CALM = Duration.ofSeconds(98);

  private static final Duration LOOK = Duration.ofMillis(300);
  private static final int TILLS = 8;

  private static final Map<String, String> SETTINGS =
      Map.ofEntries(
          Map.entry("spring.datasource.username", Database.USER),
          Map.entry("spring.datasource.password", Database.USER),
          Map.entry("spring.datasource.hikari.connection-timeout", "2000"),
          Map.entry("gateway.dispatch.linger", "50ms"),
          Map.entry("gateway.dispatch.lease", "5s"),
          Map.entry("gateway.dispatch.poll-interval", "200ms"),
          // more than chance can use up
          Map.entry("gateway.dispatch.retry-delays", "200ms,200ms,500ms" + ",1s".repeat(60)),
          Map.entry("gateway.meta.connect-timeout", "1s"),
          Map.entry("gateway.meta.response-timeout", "1500ms"),
          Map.entry("gateway.meta.total-timeout", "4s"),
          Map.entry(
              "resilience4j.circuitbreaker.configs.default.wait-duration-in-open-state", "500ms"));

  static LongStream seeds() {
    Long given = Long.getLong("crash.seed");
    int rounds = Integer.getInteger("crash.rounds", 1);
    LongStream others = ThreadLocalRandom.current().longs(0, 1_000_000_000);
    return (given == null ? others : LongStream.concat(LongStream.of(given), others)).limit(rounds);
  }

  @BeforeAll
  static void makeWhatIsStarted() {
    ShippedProgram.make();
  }

  @ParameterizedTest(name = "seed {0}")
  @MethodSource("seeds")
  void whateverIsKilledEveryEventIsAccountedForAndCountsOnce(long seed) throws Exception {
    Path directory = Path.of("target", "crash", Long.toString(seed));
    Files.createDirectories(directory);
    System.out.printf("Crash test with seed %d, its logs in %s%n", seed, directory);
    try {
      run(seed, directory);
    } catch (Exception | AssertionError e) {
      throw new AssertionError(
          "Seed %d, logs in %s: %s".formatted(seed, directory, e.getMessage()), e);
    }
    FileSystemUtils.deleteRecursively(directory);
  }

  private static void run(long seed, Path directory) throws Exception {
    Instant begun = Instant.now();
    try (Storm storm = new Storm(seed, begun.plus(STORM).plus(START_AND_CALM));
        Meta meta = new Meta();
        Database database = database(directory);
        Gateway first = gateway("first", directory, meta, database);
        Gateway second = gateway("second", directory, meta, database)) {
      JdbcClient sql = database.client();
      List<Gateway> gateways = List.of(first, second);
      List<Api> apis = List.of(first.api(), second.api());
      People people = new People(storm, apis, sql);
      Sales sales = new Sales(storm.luckOf("sales"));
      Strikes strikes = new Strikes(storm, database, gateways);
      Misfortunes misfortunes = new Misfortunes(meta);

      first.start(storm.timeLeft());
      people.openDatasets(first.api());
      Till.Receipts receipts = new Till.Receipts();
      Till.Shop shop = new Till.Shop(sales, gateways, people.tillKey(first.api()), receipts);
      misfortunes.begin(storm.luckOf("misfortunes"), sales.badOrders());
      for (int till = 0; till < TILLS; till++) {
        storm.act(new Till(till, storm, shop));
      }
      second.startIn(storm);
      storm.act(people);
      storm.act(strikes);
      Instant stormBegun = Instant.now();
      await()
          .atMost(storm.timeLeft())
          .pollInterval(LOOK)
          .until(() -> {
            storm.check();
            return Instant.now().isAfter(stormBegun.plus(STORM)) && strikes.hitAll();
          });
      Instant calmBegun = Instant.now();
      storm.end();
      Map<String, Long> callsInTheStorm = calls(meta);
      misfortunes.end();
      await()
          .atMost(storm.timeLeft())
          .pollInterval(LOOK)
          .untilAsserted(() -> {
            people.lookAfter();
            assertThat(gateways).allMatch(Gateway::isUp);
            assertThat(pending(sql)).isEmpty();
          });

      Books books = Books.of(sql, first.api(), meta);
      System.out.printf(
          "Seed %d: %s; %s; calls in the storm %s; %s; start %ds, storm %ds, calm %ds%n",
          seed,
          receipts,
          settled(books),
          callsInTheStorm,
          strikes,
          Duration.between(begun, stormBegun).toSeconds(),
          Duration.between(stormBegun, calmBegun).toSeconds(),
          Duration.between(calmBegun, Instant.now()).toSeconds());
      assertThat(Accounting.differences(receipts.accepted, books)).isEmpty();
      // else it proves nothing
      assertThat(books.held()).anyMatch(event -> event.received() > 1);
      assertThat(books.batches()).anyMatch(batch -> batch.state().equals("quarantined"));
    }
  }

  private static Database database(Path directory) throws Exception {
    String elsewhere = System.getProperty("crash.url");
    return elsewhere == null ? new Postgres(directory) : new Elsewhere(elsewhere, directory);
  }

  private static Gateway gateway(String name, Path directory, Meta meta, Database database) {
    Map<String, String> settings = new HashMap<>(SETTINGS);
    settings.put("spring.datasource.url", database.url());
    settings.put("gateway.meta.base-url", meta.url());
    return new Gateway(name, directory, settings, database);
  }

  /** What still waits, by name. */
  private static List<String> pending(JdbcClient sql) {
    return sql.sql(
            """
            select format('batch %s: %s events, attempts %s, due at %s, lease %s', id, events, attempts, due_at, lease)
            from batch where state = 'pending' order by id limit 20
            """)
        .query(String.class)
        .list();
  }

  /** How many there were, by what went wrong with them and the code that was answered. */
  private static Map<String, Long> calls(Meta meta) {
    return Till.DATASETS.stream()
        .flatMap(dataset -> meta.calls(dataset).stream())
        .map(call ->
            call.path("fault").asString("none") + call.at("/answer/error/code").asString(""))
        .collect(Collectors.groupingBy(kind -> kind, TreeMap::new, Collectors.counting()));
  }

  private static String settled(Books books) {
    return "%d at Meta, of which %d came again, %d in quarantine"
        .formatted(
            books.held().size(),
            books.held().stream().filter(event -> event.received() > 1).count(),
            books.uploads().stream().mapToInt(upload -> upload.quarantined()).sum());
  }
}
