package dev.uploadgateway.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.uploadgateway.Api;
import dev.uploadgateway.GatewayProcess;
import dev.uploadgateway.meta.BodyBench;
import java.io.File;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.jdbc.core.simple.JdbcClient;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * How fast the gateway is, each figure beside its reference in the same run: {@code ./mvnw verify
 * -Pbench}. What is compared takes turns, and the median of the rounds counts. Nothing is asserted
 * about the figures, as they are the machine's; only that everything arrived.
 */
@EnabledIfSystemProperty(named = "bench.rounds", matches = "\\d+")
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
@Timeout(900)
class BenchIT {

  private static final int ROUNDS = Integer.getInteger("bench.rounds", 5);
  private static final String ROWS = System.getProperty("bench.rows", "all");
  private static final String DATASET = "4711";
  private static final int BODIES = 100;
  private static final int EVENTS_A_BODY = 1_000;

  /**
   * Rounds that do not count: compiling the gateway takes more of a processor than its first
   * 300,000 events.
   */
  private static final int WARM_UP = 3;

  /** Single events that do not count, for the same reason: at once, then one after another. */
  private static final int WARM_UP_AT_ONCE = 30_000;

  private static final int WARM_UP_ALONE = 600;
  private static final int ALONE = 400;

  /**
   * Pairs of reports that do not count, for the same reason: cold they take three times as long.
   */
  private static final int WARM_UP_REPORTS = 500;

  private static final int CLIENTS = 4;
  private static final int TILLS = 64;

  @TempDir(cleanup = CleanupMode.ALWAYS)
  static Path directory;

  private static final Table table = new Table();
  private static final Orders orders = new Orders();
  private static Database database;
  private static GraphStub meta;
  private static double bodiesASecond = Double.NaN;
  private static double plainRow = Double.NaN;

  @BeforeAll
  static void start() {
    database = Database.start(directory.resolve("data"));
    meta = new GraphStub();
  }

  @AfterAll
  static void tell() throws Exception {
    table.write(Path.of("target", "bench.md"));
    meta.close();
    database.close();
  }

  @Test
  @Order(1)
  void matchKeysAndBodies() {
    if (!chosen("1")) {
      return;
    }
    BodyBench.Costs costs = new BodyBench().run(ROUNDS + 4);
    bodiesASecond = 1e9 / costs.gateway();
    String measured = rate(bodiesASecond, "events/s");
    table.add(
        "1",
        "match keys and body",
        measured,
        "the SDK: " + rate(1e9 / costs.sdk(), ""),
        costs.ofSdk(),
        true,
        10);
    table.add(
        "2",
        "the same",
        measured,
        "bare SHA-256: " + rate(1e9 / costs.sha256(), ""),
        costs.ofSha256(),
        true,
        0.4);
  }

  /** One gateway and one database: what is taken in is drained, and its bytes are counted. */
  @Test
  @Order(2)
  void intakeInBulkAndDraining() {
    if (!chosen("3")) {
      return;
    }
    database.create("bulk");
    try (Gateway gateway = Gateway.start(database, "bulk", meta.port(), List.of())) {
      gateway.dataset(DATASET, false);
      JdbcClient jdbc = database.client("bulk");
      Parcels parcels = Parcels.of(orders, gateway.events(DATASET), 0, BODIES, EVENTS_A_BODY);
      PlainRows plain =
          new PlainRows(
              database, "bulk", directory.resolve("rows"), orders, BODIES * EVENTS_A_BODY);
      List<Double> taken = new ArrayList<>();
      List<Double> copied = new ArrayList<>();
      for (int round = -WARM_UP; round < ROUNDS; round++) {
        double events = Clients.send(gateway.port(), CLIENTS, parcels.next()) * EVENTS_A_BODY;
        double rows = plain.copy();
        System.out.printf(Locale.ROOT, "intake %.0f/s, copy %.0f/s%n", events, rows);
        if (round >= 0) {
          taken.add(events);
          copied.add(rows);
        }
      }
      long waiting = (long) (ROUNDS + WARM_UP) * BODIES * EVENTS_A_BODY;
      assertThat(waiting(jdbc)).isEqualTo(waiting);
      double intake = Table.median(taken);
      double copy = Table.median(copied);
      table.add(
          "3",
          "intake, bodies of 1,000, 4 clients",
          rate(intake, "events/s"),
          "COPY: " + rate(copy, "rows/s"),
          intake / copy,
          true,
          1.0);
      plainRow = plain.bytesPerRow();
      double before = bytes(jdbc) / (double) waiting;
      table.add(
          "12",
          "bytes of a waiting event",
          size(before),
          "the plain row: " + size(plainRow),
          before / plainRow,
          false,
          0.5);

      long had = meta.events();
      long started = System.nanoTime();
      gateway.dataset(DATASET, true);
      await()
          .atMost(Duration.ofMinutes(5))
          .pollInterval(Duration.ofMillis(20))
          .until(() -> meta.events() - had >= waiting);
      double drained = waiting * 1e9 / (meta.lastAt() - started);
      await().atMost(Duration.ofMinutes(1)).until(() -> waiting(jdbc) == 0);
      database.create("peer");
      double peer = Peer.drain(database, "peer", orders, meta, 4_000);
      table.add(
          "6",
          "draining " + waiting + " waiting events",
          rate(drained, "events/s"),
          "db-scheduler and the SDK: " + rate(peer, ""),
          drained / peer,
          true,
          20);
      table.add(
          "7",
          "the same",
          rate(drained, "events/s"),
          "row 1: " + rate(bodiesASecond, ""),
          drained / bodiesASecond,
          true,
          0.3);
      for (String comesAndGoes : List.of("batch", "tally_change", "quality_change")) {
        jdbc.sql("vacuum full " + comesAndGoes).update();
      }
      double after = bytes(jdbc) / (double) waiting;
      table.add(
          "12",
          "bytes of a delivered event",
          size(after),
          "the plain row: " + size(plainRow),
          after / plainRow,
          false,
          0.25);
    }
  }

  /** One receipt a request, as tills send them. */
  @Test
  @Order(3)
  void intakeOfSingleEvents() {
    if (!chosen("4")) {
      return;
    }
    database.create("single");
    database.create("textbook");
    int port = GatewayProcess.freePort();
    List<String> arguments = new ArrayList<>(database.arguments("textbook"));
    arguments.addAll(
        List.of(
            "--server.port=" + port,
            "--management.server.port=0",
            // of the gateway's own health, whose settings lie on the same class path
            "--management.endpoint.health.validate-group-membership=false",
            "--spring.jpa.hibernate.ddl-auto=update"));
    try (Gateway gateway = Gateway.start(database, "single", meta.port(), List.of());
        Program textbook =
            Program.start(
                    port,
                    new File("target/bench-textbook.log"),
                    List.of(
                        "-cp", System.getProperty("java.class.path"), "dev.textbook.TextbookShop"),
                    arguments.toArray(String[]::new))
                .awaitAnswer("/up", "")) {
      gateway.dataset(DATASET, false);
      Parcels parcels = Parcels.of(orders, gateway.events(DATASET), 0, 12_000, 1);
      Parcels saved = Parcels.of(orders, new Parcels.Target("/save", "x"), 0, 4_000, 1);
      Parcels empty = Parcels.of(orders, new Parcels.Target("/empty", "x"), 0, 12_000, 1);
      List<Double> taken = new ArrayList<>();
      List<Double> savedRates = new ArrayList<>();
      List<Double> emptyRates = new ArrayList<>();
      for (int round = -WARM_UP; round < ROUNDS; round++) {
        double gatewayRate = Clients.send(gateway.port(), TILLS, parcels.next());
        double savedRate = Clients.send(port, TILLS, saved.next());
        double emptyRate = Clients.send(port, TILLS, empty.next());
        System.out.printf(
            Locale.ROOT,
            "single %.0f/s, save %.0f/s, empty %.0f/s%n",
            gatewayRate,
            savedRate,
            emptyRate);
        if (round >= 0) {
          taken.add(gatewayRate);
          savedRates.add(savedRate);
          emptyRates.add(emptyRate);
        }
      }
      double single = Table.median(taken);
      double save = Table.median(savedRates);
      double nothing = Table.median(emptyRates);
      table.add(
          "4",
          "intake of single events, 64 clients",
          rate(single, "events/s"),
          "repository.save(): " + rate(save, ""),
          single / save,
          true,
          6);
      table.add(
          "5",
          "the same",
          rate(single, "events/s"),
          "an empty endpoint: " + rate(nothing, ""),
          single / nothing,
          true,
          0.6);
    }
  }

  /** From the first byte of the request to the last of the call, on an idle gateway. */
  @Test
  @Order(4)
  void acceptToMeta() {
    if (!chosen("11")) {
      return;
    }
    database.create("latency");
    try (Gateway gateway =
        Gateway.start(
            database, "latency", meta.port(), List.of(), "--gateway.dispatch.linger=0s")) {
      gateway.dataset(DATASET, true);
      JdbcClient jdbc = database.client("latency");
      jdbc.sql("create table one_commit (n int)").update();
      Parcels.Target target = gateway.events(DATASET);
      Parcels atOnce = Parcels.of(orders, target, 0, WARM_UP_AT_ONCE, 1);
      Clients.send(gateway.port(), TILLS, atOnce.next());
      Parcels parcels = Parcels.of(orders, target, WARM_UP_AT_ONCE, WARM_UP_ALONE + ALONE, 1);
      byte[] call =
          Wire.request(
              "/v26.0/4711/events",
              "t",
              "application/json",
              "{\"data\":[{\"event_name\":1}]}".getBytes(StandardCharsets.UTF_8));
      List<Double> through = new ArrayList<>();
      List<Double> least = new ArrayList<>();
      try (Wire till = new Wire(gateway.port());
          Wire direct = new Wire(meta.port());
          var connection = database.connection("latency");
          var insert = connection.prepareStatement("insert into one_commit values (1)");
          var idle = connection.prepareStatement("select accepted = delivered from upload")) {
        int i = 0;
        awaitTrue(idle);
        for (byte[] request : parcels.next()) {
          long had = meta.calls();
          long started = System.nanoTime();
          assertThat(till.exchange(request)).isEqualTo(202);
          meta.awaitCalls(had + 1);
          double took = (meta.lastAt() - started) / 1e6;
          awaitTrue(idle);
          long reference = System.nanoTime();
          insert.executeUpdate();
          direct.exchange(call);
          double referenceTook = (System.nanoTime() - reference) / 1e6;
          if (i++ >= WARM_UP_ALONE) {
            through.add(took);
            least.add(referenceTook);
          }
        }
      } catch (Exception e) {
        throw new IllegalStateException(e);
      }
      double median = Table.median(through);
      double reference = Table.median(least);
      table.add(
          "11",
          "request to Meta, linger 0",
          millis(median),
          "one commit and the stub: " + millis(reference),
          median / reference,
          false,
          3);
    }
  }

  /** What a call leaves to be done is done when the next event comes. */
  private static void awaitTrue(PreparedStatement question) throws SQLException {
    long latest = System.nanoTime() + Duration.ofMinutes(1).toNanos();
    boolean answer;
    do {
      assertThat(System.nanoTime()).isLessThan(latest);
      try (ResultSet row = question.executeQuery()) {
        answer = row.next() && row.getBoolean(1);
      }
    } while (!answer);
  }

  /** Somebody looks at the reports, again and again, while events come in and go out. */
  @Test
  @Order(5)
  void theLineWhileReportsAreRead() throws InterruptedException {
    if (!chosen("10")) {
      return;
    }
    database.create("reports");
    try (Gateway gateway = Gateway.start(database, "reports", meta.port(), List.of())) {
      gateway.dataset(DATASET, true);
      Parcels parcels = Parcels.of(orders, gateway.events(DATASET), 0, BODIES, EVENTS_A_BODY);
      through(gateway, parcels);
      for (int i = 0; i < WARM_UP_REPORTS; i++) {
        read(gateway.api());
      }
      List<Double> alone = new ArrayList<>();
      List<Double> watched = new ArrayList<>();
      for (int round = -WARM_UP; round < ROUNDS; round++) {
        boolean aloneFirst = round % 2 == 0;
        double first = aloneFirst ? through(gateway, parcels) : throughWatched(gateway, parcels);
        double second = aloneFirst ? throughWatched(gateway, parcels) : through(gateway, parcels);
        if (round >= 0) {
          alone.add(aloneFirst ? first : second);
          watched.add(aloneFirst ? second : first);
        }
      }
      double with = Table.median(watched);
      double without = Table.median(alone);
      table.add(
          "10",
          "intake and draining while reports are read, ten a second",
          rate(with, "events/s"),
          "without: " + rate(without, ""),
          with / without,
          true,
          0.95);
    }
  }

  private static double throughWatched(Gateway gateway, Parcels parcels)
      throws InterruptedException {
    ScheduledExecutorService reader = Executors.newSingleThreadScheduledExecutor();
    reader.scheduleAtFixedRate(() -> read(gateway.api()), 0, 200, TimeUnit.MILLISECONDS);
    try {
      return through(gateway, parcels);
    } finally {
      reader.shutdownNow();
    }
  }

  /** Events a second, from the first request to the last call. */
  private static double through(Gateway gateway, Parcels parcels) throws InterruptedException {
    long had = meta.events();
    long started = System.nanoTime();
    Clients.send(gateway.port(), CLIENTS, parcels.next());
    meta.awaitEvents(had + BODIES * EVENTS_A_BODY);
    return BODIES * EVENTS_A_BODY / ((System.nanoTime() - started) / 1e9);
  }

  private static void read(Api api) {
    api.get("/v1/datasets/" + DATASET + "/uploads");
    api.get(
        "/v1/datasets/"
            + DATASET
            + "/stats?aggr_time=upload_time&granularity=hourly&fields=event,time,count");
  }

  /**
   * A long backlog behind the events that are sent, and the keys of many events before them. Each
   * round has a dataset of its own, as one that has a token keeps it and sends at once.
   */
  @Test
  @Order(6)
  void whatIsThereAlreadySlowsNothing() {
    if (!chosen("8") && !chosen("9")) {
      return;
    }
    int events = BODIES / 2 * EVENTS_A_BODY;
    database.create("large");
    try (Gateway gateway = Gateway.start(database, "large", meta.port(), List.of())) {
      JdbcClient jdbc = database.client("large");
      List<Double> emptyDraining = new ArrayList<>();
      for (int round = -WARM_UP; round < ROUNDS; round++) {
        String dataset = Integer.toString(9_000 + round);
        half(gateway, dataset).next(gateway);
        double drained = drain(gateway, dataset, events);
        await().atMost(Duration.ofMinutes(1)).until(() -> waiting(jdbc) == 0);
        System.out.printf(Locale.ROOT, "draining %.0f/s%n", drained);
        if (round >= 0) {
          emptyDraining.add(drained);
        }
      }
      Half half = half(gateway, DATASET);
      jdbc.sql(MANY_KEYS.formatted(KEYS)).param("dataset", DATASET).update();
      jdbc.sql("vacuum analyze event_key").update();
      // else the rounds pay for writing what was inserted
      jdbc.sql("checkpoint").update();
      List<Double> emptyIntake = new ArrayList<>();
      List<Double> fullIntake = new ArrayList<>();
      database.create("empty");
      try (Gateway beside = Gateway.start(database, "empty", meta.port(), List.of())) {
        Half empty = half(beside, DATASET);
        // as many rounds warm this gateway up as the other one has had
        for (int round = -WARM_UP - emptyDraining.size(); round < ROUNDS; round++) {
          double intoEmpty = empty.next(beside);
          double besideKeys = half.next(gateway);
          System.out.printf(
              Locale.ROOT, "intake %.0f/s, beside keys %.0f/s%n", intoEmpty, besideKeys);
          if (round >= 0) {
            emptyIntake.add(intoEmpty);
            fullIntake.add(besideKeys);
          }
        }
      }
      double full = Table.median(fullIntake);
      double empty = Table.median(emptyIntake);
      table.add(
          "9",
          "intake beside %,d event keys".formatted(KEYS),
          rate(full, "events/s"),
          "into an empty database: " + rate(empty, ""),
          full / empty,
          true,
          0.8);
      jdbc.sql(MANY_BATCHES).update();
      jdbc.sql("vacuum analyze batch").update();
      double behind = drain(gateway, DATASET, (WARM_UP + 2 * ROUNDS) * events);
      double before = Table.median(emptyDraining);
      table.add(
          "8",
          "draining with 5,000,000 waiting",
          rate(behind, "events/s"),
          "with 50,000: " + rate(before, ""),
          behind / before,
          true,
          0.9);
    }
  }

  /** Half as many bodies as elsewhere, for a dataset that nothing is sent to yet. */
  private record Half(Parcels parcels) {

    /** Events a second. */
    double next(Gateway gateway) {
      return Clients.send(gateway.port(), CLIENTS, parcels.next()) * EVENTS_A_BODY;
    }
  }

  private static Half half(Gateway gateway, String dataset) {
    gateway.dataset(dataset, false);
    return new Half(Parcels.of(orders, gateway.events(dataset), 0, BODIES / 2, EVENTS_A_BODY));
  }

  /** Spread over their partition as hashes are; the table is empty of those of that day. */
  private static final String MANY_KEYS =
      """
      insert into event_key (dataset, event_day, event_key, batch_id)
      select d.number, (now() - interval '1 hour')::date, gen_random_uuid(), 1
      from dataset d cross join generate_series(1, %d)
      where d.id = :dataset
      order by 3
      """;

  /** Their envelopes are nobody's, and never opened: the gateway ends before it comes to them. */
  private static final String MANY_BATCHES =
      """
      insert into batch (dataset, id, upload_id, state, events, accepted_at, deadline, due_at, seal_key_id, data_key, envelope)
      select u.dataset, nextval('batch_id') + 1000000, u.id, 'pending', 1000, now(), now() + interval '70 days', now(),
             'k', 'x', 'x'
      from (select * from upload where accepted > delivered) u cross join generate_series(1, 5000)
      """;

  private static final int KEYS = Integer.getInteger("bench.keys", 20_000_000);

  private static double drain(Gateway gateway, String dataset, int events) {
    long had = meta.events();
    long started = System.nanoTime();
    gateway.dataset(dataset, true);
    await()
        .atMost(Duration.ofMinutes(5))
        .pollInterval(Duration.ofMillis(5))
        .until(() -> meta.events() - had >= events);
    return events * 1e9 / (meta.lastAt() - started);
  }

  /** Events without articles, as a gigabyte is the most that a stream may have. */
  @Test
  @Order(7)
  void memoryOfAStream() {
    if (!chosen("13")) {
      return;
    }
    long few = peak("few", 10_000);
    long many = peak("many", 1_000_000);
    table.add(
        "13",
        "peak memory of 1,000,000 events NDJSON, -Xmx256m",
        size(many / 1e6).replace(" B", " MB"),
        "of 10,000: " + size(few / 1e6).replace(" B", " MB"),
        (double) many / few,
        false,
        1.3);
  }

  private static long peak(String name, int events) {
    database.create(name);
    try (Gateway gateway = Gateway.start(database, name, meta.port(), List.of("-Xmx256m"));
        Wire wire = new Wire(gateway.port())) {
      gateway.dataset(DATASET, false);
      JsonMapper json = new JsonMapper();
      List<String> lines =
          IntStream.range(0, 1_000)
              .mapToObj(serial ->
                  ((ObjectNode) json.readTree(orders.json(serial))).without("contents").toString()
                      + "\n")
              .toList();
      int status =
          wire.stream(
              "/v1/datasets/" + DATASET + "/events?upload_tag=stream",
              Api.ADMIN_KEY,
              events / 1_000,
              part ->
                  String.join("", lines)
                      .replace("RRRR", "P" + part + "-")
                      .getBytes(StandardCharsets.UTF_8));
      assertThat(status).isEqualTo(202);
      assertThat(waiting(database.client(name))).isEqualTo(events);
      return gateway.program().peakMemory();
    }
  }

  /** Unpacked as the documentation of Spring Boot has it, with a cache that one start has made. */
  @Test
  @Order(8)
  void startWithACache() throws Exception {
    if (!chosen("14")) {
      return;
    }
    database.create("start");
    Path unpacked = Path.of("target", "bench-unpacked").toAbsolutePath();
    run(
        "-Djarmode=tools",
        "-jar",
        Gateway.JAR,
        "extract",
        "--force",
        "--destination",
        unpacked.toString());
    String jar = unpacked.resolve("upload-gateway.jar").toString();
    String cache = unpacked.resolve("gateway.aot").toString();
    seconds(jar, List.of());
    try (Program training =
        Gateway.start(jar, database, "start", meta.port(), List.of("-XX:AOTCacheOutput=" + cache))
            .program()) {
      training.process().destroy();
      assertThat(training.process().waitFor(120, TimeUnit.SECONDS)).isTrue();
    }
    List<Double> with = new ArrayList<>();
    List<Double> without = new ArrayList<>();
    for (int round = 0; round < 3; round++) {
      without.add(seconds(jar, List.of()));
      with.add(seconds(jar, List.of("-XX:AOTCache=" + cache)));
    }
    double cached = Table.median(with);
    double plain = Table.median(without);
    table.add(
        "14",
        "start to ready with the AOT cache",
        "%.1f s".formatted(cached),
        "without: %.1f s".formatted(plain),
        cached / plain,
        false,
        0.6);
  }

  private static double seconds(String jar, List<String> jvm) {
    long started = System.nanoTime();
    try (Gateway gateway = Gateway.start(jar, database, "start", meta.port(), jvm)) {
      return (System.nanoTime() - started) / 1e9;
    }
  }

  private static void run(String... arguments) throws Exception {
    try (Program program =
        Program.start(0, new File("target/bench-gateway.log"), List.of(arguments))) {
      assertThat(program.process().waitFor(120, TimeUnit.SECONDS)).isTrue();
    }
  }

  private static long waiting(JdbcClient jdbc) {
    return jdbc.sql("select coalesce(sum(events), 0) from batch where state = 'pending'")
        .query(Long.class)
        .single();
  }

  /** All that the gateway stores, but for what PostgreSQL keeps of itself. */
  private static long bytes(JdbcClient jdbc) {
    return jdbc.sql(
            """
            select sum(pg_total_relation_size(c.oid))::bigint from pg_class c
            where c.relnamespace = 'public'::regnamespace and c.relkind = 'r' and c.relname <> 'plain_event'
            """)
        .query(Long.class)
        .single();
  }

  private static boolean chosen(String row) {
    return ROWS.equals("all") || List.of(ROWS.split(",")).contains(row);
  }

  private static String rate(double rate, String unit) {
    return String.format(Locale.ROOT, "%,.0f %s", rate, unit).strip();
  }

  private static String size(double bytes) {
    return String.format(Locale.ROOT, "%.0f B", bytes);
  }

  private static String millis(double millis) {
    return String.format(Locale.ROOT, "%.2f ms", millis);
  }
}
