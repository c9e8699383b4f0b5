package dev.uploadgateway.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.uploadgateway.Api;
import dev.uploadgateway.LocalMeta;
import dev.uploadgateway.LocalMeta.Meta;
import dev.uploadgateway.LocalPostgres;
import dev.uploadgateway.Northwind;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.context.annotation.Import;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * Every report over five million events of 60 days, 200 uploads, 6 names and 2 currencies, a good
 * half of which waits: 2,500 batches of a thousand, and 50,000 of one. Filled by SQL, without the
 * keys of the events, which no report reads; 300 appends are not folded yet. Meanwhile tills send
 * 2,000 events a second, and they go out. {@code ./mvnw verify -Preports}.
 */
@EnabledIfSystemProperty(named = "reports.bound", matches = "\\d+")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@SpringBootTest(
    webEnvironment = WebEnvironment.RANDOM_PORT,
    properties = "gateway.reports.usd-rates.EUR=1.08")
@Import({LocalPostgres.class, LocalMeta.class})
@Timeout(600)
class LargeReportsIT {

  private static final long BOUND = Long.getLong("reports.bound", 200);
  private static final int ROUNDS = 15;
  private static final String FIELDS =
      "event,time,count,amounts,usd_amount,pending_count,delivered_count";

  /** Statements, in order; nothing here is opened, so the envelopes are empty. */
  private static final List<String> FILL =
      List.of(
          """
          insert into upload (dataset, upload_tag, created_at, last_upload_at, event_time_min, event_time_max, accepted,
                              duplicates, rejected, delivered, quarantined, calls)
          select d.number, 'store ' || n, now() - interval '60 days', now() - n * interval '1 minute',
                 extract(epoch from now() - interval '60 days')::bigint, extract(epoch from now())::bigint,
                 25000, n, n % 7, 12000, 10, 25
          from dataset d cross join generate_series(1, 200) n where d.id = '5000000'
          """,
          """
          insert into batch (dataset, id, upload_id, state, events, accepted_at, deadline, due_at, seal_key_id, data_key,
                             envelope, settled_at, reason_code, reason, content)
          select u.dataset, nextval('batch_id') + i, u.id, case when n > 4999 and n % 25 = 0 then 'quarantined' else 'pending' end,
                 case when n <= 2500 then 1000 else 1 end, now() - n * interval '1 second', now() + interval '10 days',
                 now() + interval '5 days', 'k', 'x', 'x', now(), 'refused_by_meta', 'a test',
                 (select array_agg(row(1980000 + n % 5000 + l / 8, 1985760, (array['Purchase', 'Lead', 'AddToCart'])[1 + l % 3],
                                       'EUR', 4, 0, 99.5, 0)::tally_line)
                  from generate_series(1, case when n <= 2500 then 250 else 1 end) l)
          from generate_series(1, 52500) n
          cross join lateral (select n % 64 as i) as j
          join upload u on u.upload_tag = 'store ' || (1 + n % 200)
                       and u.dataset = (select number from dataset where id = '5000000')
          on conflict do nothing
          """,
          """
          insert into upload_tally
          select u.dataset, u.id, e, c, 2083, 2083 * 49.9
          from upload u
          cross join unnest(array['Purchase', 'Lead', 'AddToCart', 'Search', 'ViewContent', 'Other']) e
          cross join unnest(array['EUR', 'USD']) c
          where u.dataset = (select number from dataset where id = '5000000')
          """,
          """
          insert into time_tally
          select d.number, k, extract(epoch from now())::bigint / 900 - q, e, c, 72, 3, 72 * 49.9, 72 * 3600, 35, 1, 0
          from dataset d
          cross join unnest(array['event', 'upload']) k cross join generate_series(0, 60 * 96 - 1) q
          cross join unnest(array['Purchase', 'Lead', 'AddToCart', 'Search', 'ViewContent', 'Other']) e
          cross join unnest(array['EUR', 'USD']) c
          where d.id = '5000000'
          """,
          """
          insert into quality
          select u.dataset, 'uploads', u.id, current_date - day, '', k.kind, k.item, 100 + u.id % 17
          from upload u cross join generate_series(0, 59) day
          cross join (
            select 'all' as kind, '' as item
            union all select 'key', unnest(array['em', 'ph', 'em|ph', 'fn', 'ln', 'zp', 'ct', 'country', 'external_id', 'ge'])
            union all select 'drop', unnest(array['ph:phone_too_short', 'em:not_an_email', 'db:not_a_date'])
            union all select 'delay', generate_series(40, 53)::text
          ) k
          where u.dataset = (select number from dataset where id = '5000000')
          """,
          """
          insert into quality
          select q.dataset, 'both', q.upload_id, q.day, e, q.kind, q.item, 1 + q.events / 6
          from quality_uploads q
          cross join unnest(array['Purchase', 'Lead', 'AddToCart', 'Search', 'ViewContent', 'Other']) e
          where q.dataset = (select number from dataset where id = '5000000')
          """,
          """
          insert into quality
          select dataset, 'names', 0, day, event_name, kind, item, sum(events)
          from quality_both
          where dataset = (select number from dataset where id = '5000000')
          group by 1, 4, 5, 6, 7
          """,
          "analyze");

  /** Written anew before each report, as they are folded within a second. */
  private static final String UNFOLDED =
      """
      insert into tally_change (dataset, upload_id, change, lines)
      select u.dataset, u.id, 'accepted',
             (select array_agg(row(extract(epoch from now())::bigint / 900 - l, extract(epoch from now())::bigint / 900,
                                   'Purchase', 'EUR', 20, 0, 99.5, 100)::tally_line) from generate_series(1, 50) l)
      from upload u cross join generate_series(1, 300) n
      where u.upload_tag = 'store 1' and u.dataset = (select number from dataset where id = '5000000')
      """;

  private static final Duration BETWEEN_BODIES = Duration.ofMillis(415);

  private record Times(String report, long minimum, long median, long maximum) {}

  @LocalServerPort int port;
  @Autowired JdbcClient sql;
  @Autowired Meta meta;

  private final ScheduledExecutorService tills = Executors.newSingleThreadScheduledExecutor();
  private final List<Integer> statuses = Collections.synchronizedList(new ArrayList<>());
  private final List<Times> measured = new ArrayList<>();
  private Api api;
  private ScheduledFuture<?> sending;

  @BeforeEach
  void fill() {
    if (api == null) {
      api = new Api(port, Api.ADMIN_KEY);
      api.put("/v1/datasets/5000000", "{\"access_token\": \"token-of-a-test\"}");
      FILL.forEach(statement -> sql.sql(statement).update());
      assertThat(
              sql.sql("select sum(events) from batch where state <> 'delivered'")
                  .query(Long.class)
                  .single())
          .isGreaterThan(2_400_000);
      api.put("/v1/datasets/5000001", "{\"access_token\": \"token-of-tills\"}");
      String body = Northwind.once().body("tills");
      sending =
          tills.scheduleAtFixedRate(
              () -> send(body), 0, BETWEEN_BODIES.toMillis(), TimeUnit.MILLISECONDS);
    }
  }

  private void send(String body) {
    String others = body.replace("\"order_id\":\"", "\"order_id\":\"" + statuses.size() + "-");
    statuses.add(api.post("/v1/datasets/5000001/events", others).status());
  }

  static Stream<String> reports() {
    List<String> reports = new ArrayList<>();
    for (String sort : Uploads.SORTS) {
      reports.add("/uploads?sort_by=" + sort);
    }
    reports.add("/uploads?limit=1000&order=ASCENDING");
    reports.add("/uploads?search=store+1");
    for (String zone : List.of("UTC", "Europe/Vienna", "Asia/Kathmandu", "America/Los_Angeles")) {
      for (String steps : Steps.WORDS) {
        reports.add("/stats?fields=" + FIELDS + "&granularity=" + steps + "&time_zone=" + zone);
      }
    }
    reports.add("/stats?aggr_time=upload_time&summary=true&granularity=hourly");
    reports.add("/quality");
    reports.add("/quality?group_by=upload_tag");
    reports.add("/quality?group_by=event_name");
    reports.add("/quality?group_by=day");
    reports.add("/quality?group_by=day&upload_tag=store+7");
    reports.add("/reconciliation");
    reports.add("/quarantine");
    return reports.stream();
  }

  @ParameterizedTest
  @MethodSource("reports")
  void everyReportAnswersWithinTheBound(String report) {
    api.get("/v1/datasets/5000000" + report);
    List<Long> millis = new ArrayList<>();
    for (int round = 0; round < ROUNDS; round++) {
      sql.sql(UNFOLDED).update();
      long started = System.nanoTime();
      Api.Answer answer = api.get("/v1/datasets/5000000" + report);
      millis.add((System.nanoTime() - started) / 1_000_000);
      assertThat(answer.status()).as(answer.body()).isEqualTo(200);
      assertThat(answer.json().path("data").size()).isPositive();
    }
    millis.sort(null);
    measured.add(new Times(report, millis.getFirst(), millis.get(ROUNDS / 2), millis.getLast()));
    assertThat(millis.get(ROUNDS / 2)).as(report).isLessThan(BOUND);
  }

  @AfterAll
  void print() throws InterruptedException {
    assertThat(sending.isDone()).as("the tills have stopped").isFalse();
    tills.shutdown();
    assertThat(tills.awaitTermination(1, TimeUnit.MINUTES)).isTrue();
    assertThat(statuses).isNotEmpty().containsOnly(202);
    await()
        .atMost(Duration.ofMinutes(1))
        .until(() -> meta.count("5000001") == statuses.size() * Northwind.ORDERS);
    System.out.printf("%,d events of tills came meanwhile, and went out%n", meta.count("5000001"));
    System.out.println("minimum  median  maximum  milliseconds over 5,000,000 events");
    for (Times times : measured) {
      System.out.printf(
          "%7d  %6d  %7d  %s%n", times.minimum(), times.median(), times.maximum(), times.report());
    }
  }
}
