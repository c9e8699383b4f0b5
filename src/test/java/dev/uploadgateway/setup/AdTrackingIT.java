package dev.uploadgateway.setup;

import static java.util.stream.Collectors.toMap;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.awaitility.Awaitility.await;

import dev.uploadgateway.Api;
import dev.uploadgateway.LocalPostgres;
import dev.uploadgateway.dataset.Dataset;
import dev.uploadgateway.dataset.Datasets;
import dev.uploadgateway.meta.LoopbackMeta;
import dev.uploadgateway.meta.LoopbackMeta.Reply;
import dev.uploadgateway.meta.LoopbackMeta.Request;
import dev.uploadgateway.problem.Problem;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.context.annotation.Import;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Meta overwrites what an ad tracks: nothing that was there is lost, whoever else is at work. */
@SpringBootTest(webEnvironment = WebEnvironment.RANDOM_PORT)
@Import(LocalPostgres.class)
class AdTrackingIT {

  private static final String LIKES = "{\"action.type\":[\"like\"],\"page\":[\"4\"]}";
  private static final String PIXEL =
      "{\"action.type\":[\"offsite_conversion\"],\"fb_pixel\":[\"5\"]}";
  private static final String OURS =
      "{\"action.type\":[\"offline_conversion\"],\"dataset\":[\"801\"]}";

  private static final LoopbackMeta META = new LoopbackMeta();

  @LocalServerPort int port;
  @Autowired AdTracking tracking;
  @Autowired Datasets datasets;

  private Api api;
  private final Ad ad = new Ad();

  @DynamicPropertySource
  static void address(DynamicPropertyRegistry registry) {
    registry.add("gateway.meta.base-url", META::url);
  }

  @AfterAll
  static void stop() {
    META.close();
  }

  /** An ad at Meta, and somebody else who writes to it now and then. */
  private static final class Ad {
    private String specs = "[]";
    private int reads;
    private int readsAfterWrite;
    private int writes;
    private Map<Integer, String> elseAfterRead = Map.of();
    private Map<Integer, String> elseAfterWrite = Map.of();

    synchronized Reply answer(Request request) {
      if (request.body().isEmpty()) {
        String answer = "{\"id\":\"9\",\"tracking_specs\":%s}".formatted(specs);
        reads++;
        readsAfterWrite += writes > 0 ? 1 : 0;
        specs = elseAfterRead.getOrDefault(reads, specs);
        return new Reply(200, Map.of(), answer);
      }
      writes++;
      specs = elseAfterWrite.getOrDefault(writes, request.json().path("tracking_specs").toString());
      return new Reply(200, Map.of(), "{\"success\":true}");
    }

    synchronized JsonNode now() {
      return JsonMapper.shared().readTree(specs);
    }
  }

  @BeforeEach
  void anAdAndADataset() {
    api = new Api(port, Api.ADMIN_KEY);
    api.put("/v1/datasets/801", "{\"access_token\": \"the-token\"}");
    META.behave(ad::answer);
  }

  @Test
  void theDatasetIsAppendedToWhatIsThere() {
    ad.specs = list(LIKES, PIXEL);

    Api.Answer answer = track("801");

    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.json().path("changed").asBoolean()).isTrue();
    assertThat(answer.json().path("tracked").asBoolean()).isTrue();
    assertThat(ad.now().toString()).isEqualTo(list(LIKES, PIXEL, OURS));
    assertThat(answer.json().path("tracking_specs")).isEqualTo(ad.now());
  }

  @Test
  void doingItTwiceChangesNothing() {
    ad.specs = list(LIKES);
    track("801");

    Api.Answer again = track("801");

    assertThat(again.json().path("changed").asBoolean()).isFalse();
    assertThat(ad.writes).isEqualTo(1);
    assertThat(ad.now().toString()).isEqualTo(list(LIKES, OURS));
  }

  @Test
  void specsThatSomebodyWritesForMetasOwnEdgeAreAppendedToo() {
    ad.specs = list(LIKES);
    Dataset dataset = datasets.get("801");

    AdTracking.Tracking appended = tracking.append(dataset, "9", json(list(OURS, PIXEL)));
    AdTracking.Tracking again = tracking.append(dataset, "9", json(list(PIXEL)));

    assertThat(appended.changed()).isTrue();
    assertThat(appended.tracked()).isTrue();
    assertThat(again.changed()).isFalse();
    assertThat(ad.now().toString()).isEqualTo(list(LIKES, OURS, PIXEL));
  }

  @Test
  void whatIsNoListOfSpecsIsNotWritten() {
    Dataset dataset = datasets.get("801");

    for (String specs : List.of("{}", "[]", "[{\"dataset\":[\"801\"]}]", "[1]")) {
      assertThat(
              catchThrowableOfType(Problem.class, () -> tracking.append(dataset, "9", json(specs)))
                  .code())
          .isEqualTo("invalid_parameter");
    }
    assertThat(ad.writes).isZero();
  }

  @Test
  void readingWritesNothing() {
    ad.specs = list(LIKES);

    Api.Answer answer = api.get("/v1/datasets/801/ads/9/tracking");

    assertThat(answer.json().path("tracked").asBoolean()).isFalse();
    assertThat(answer.json().path("tracking_specs").toString()).isEqualTo(list(LIKES));
    assertThat(ad.writes).isZero();
  }

  @Test
  void whatSomebodyAddsBeforeTheWriteIsKept() {
    ad.specs = list(LIKES);
    ad.elseAfterRead = Map.of(1, list(LIKES, PIXEL));

    track("801");

    assertThat(ad.now().toString()).isEqualTo(list(LIKES, PIXEL, OURS));
  }

  @Test
  void whatSomebodyOverwritesAfterTheWriteIsPutTogether() {
    ad.specs = list(LIKES);
    ad.elseAfterWrite = Map.of(1, list(PIXEL));

    Api.Answer answer = track("801");

    assertThat(answer.status()).isEqualTo(200);
    assertThat(ad.now()).containsExactlyInAnyOrderElementsOf(json(list(LIKES, PIXEL, OURS)));
  }

  @Test
  void whoeverKeepsOverwritingIsReportedWithWhatIsLost() {
    ad.specs = list(LIKES);
    ad.elseAfterWrite = Map.of(1, list(PIXEL), 2, list(PIXEL), 3, list(PIXEL));

    Api.Answer answer = track("801");

    assertThat(answer.status()).isEqualTo(409);
    assertThat(answer.code()).isEqualTo("tracking_changed");
    assertThat(answer.json().path("lost"))
        .containsExactlyInAnyOrderElementsOf(json(list(LIKES, OURS)));
    assertThat(ad.writes).isEqualTo(3);
  }

  @Test
  void whereSomebodyNeverStopsNothingIsWritten() {
    ad.elseAfterRead =
        IntStream.rangeClosed(1, 20)
            .boxed()
            .collect(toMap(read -> read, read -> list(LIKES.replace("\"4\"", "\"" + read + "\""))));

    Api.Answer answer = track("801");

    assertThat(answer.code()).isEqualTo("tracking_changed");
    assertThat(ad.writes).isZero();
  }

  @Test
  void requestsThatComeTogetherLoseNothingOfEachOther() throws Exception {
    List<String> datasets = IntStream.range(810, 818).mapToObj(Integer::toString).toList();
    datasets.forEach(id -> api.put("/v1/datasets/" + id, "{\"access_token\": \"the-token\"}"));
    ad.specs = list(LIKES);
    CountDownLatch start = new CountDownLatch(1);

    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<Api.Answer>> answers =
          datasets.stream()
              .map(id ->
                  threads.submit(() -> {
                    start.await();
                    return track(id);
                  }))
              .toList();
      start.countDown();
      for (Future<Api.Answer> answer : answers) {
        assertThat(answer.get().status()).isEqualTo(200);
      }
    }

    assertThat(ad.now()).hasSize(9);
    assertThat(ad.now().toString()).contains(LIKES).contains(datasets);
  }

  @Test
  void whatWasWrittenIsSaidThoughItCouldNotBeChecked() {
    ad.specs = list(LIKES);
    META.behave(request ->
        request.body().isEmpty() && ad.writes > 0 ? Reply.error(500, 2, 0) : ad.answer(request));

    Api.Answer answer = track("801");

    assertThat(answer.status()).isEqualTo(502);
    assertThat(answer.code()).isEqualTo("tracking_unchecked");
    assertThat(answer.text("detail")).startsWith("Meta has written it");
    assertThat(answer.json().at("/meta/code").asInt()).isEqualTo(2);
    assertThat(answer.header("Retry-After")).isNotEmpty();
    assertThat(ad.now().toString()).isEqualTo(list(LIKES, OURS));
  }

  @Test
  void whatIsLostIsToldThoughItCannotBeWrittenAgain() {
    ad.specs = list(LIKES);
    ad.elseAfterWrite = Map.of(1, list(PIXEL));
    META.behave(request ->
        !request.body().isEmpty() && ad.writes > 0 ? Reply.error(400, 100, 0) : ad.answer(request));

    Api.Answer answer = track("801");

    assertThat(answer.status()).isEqualTo(422);
    assertThat(answer.json().path("lost"))
        .containsExactlyInAnyOrderElementsOf(json(list(LIKES, OURS)));
  }

  @Test
  void whatIsLostIsToldThoughItCannotBeReadAgain() {
    ad.specs = list(LIKES);
    ad.elseAfterWrite = Map.of(1, list(PIXEL));
    META.behave(request ->
        ad.readsAfterWrite > 0 && request.body().isEmpty()
            ? Reply.error(500, 2, 0)
            : ad.answer(request));

    Api.Answer answer = track("801");

    assertThat(answer.status()).isEqualTo(502);
    assertThat(answer.code()).isEqualTo("tracking_unchecked");
    assertThat(answer.json().path("lost"))
        .containsExactlyInAnyOrderElementsOf(json(list(LIKES, OURS)));
  }

  /** The ads 9 and 81 have hashes that are the same modulo 64, of which locks were made once. */
  @Test
  @Timeout(40)
  void anAdThatHangsDoesNotHoldUpAnother() throws Exception {
    api.put("/v1/datasets/802", "{\"access_token\": \"the-token\"}");
    CountDownLatch hanging = new CountDownLatch(1);
    META.behave(request -> {
      if (request.uri().contains("/9?")) {
        awaitUninterruptibly(hanging);
      }
      return ad.answer(request);
    });

    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      Future<Api.Answer> first = threads.submit(() -> track("801"));
      await().atMost(Duration.ofSeconds(20)).until(() -> !META.requests().isEmpty());

      assertThat(api.post("/v1/datasets/802/ads/81/tracking", "").status()).isEqualTo(200);
      Api.Answer second = track("802");

      hanging.countDown();
      assertThat(first.get().status()).isEqualTo(200);
      assertThat(second.status()).isEqualTo(503);
      assertThat(second.code()).isEqualTo("tracking_busy");
      assertThat(second.header("Retry-After")).isEqualTo("10");
    }
  }

  private static void awaitUninterruptibly(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void anAnswerThatBreaksOffSaysThatItMayHaveBeenDone() {
    META.behave(request ->
        request.body().isEmpty() ? ad.answer(request) : new Reply(502, Map.of(), "<html>"));

    Api.Answer answer = track("801");

    assertThat(answer.status()).isEqualTo(503);
    assertThat(answer.code()).isEqualTo("meta_unavailable");
    assertThat(answer.text("detail")).startsWith("Meta may or may not have done it");
    assertThat(answer.header("Retry-After")).isEqualTo("30");
  }

  @Test
  void anAnswerThatLacksWhatWasAskedForIsNoEmptyList() {
    META.behave(request -> new Reply(200, Map.of(), "{\"success\":true}"));

    Api.Answer answer = api.get("/v1/datasets/801/agencies");

    assertThat(answer.status()).isEqualTo(502);
    assertThat(answer.code()).isEqualTo("meta_unreadable");
  }

  @Test
  void aThrottleSaysWhenToComeBack() {
    META.behave(request -> Reply.error(400, 80004, 2446079));

    Api.Answer answer = track("801");

    assertThat(answer.status()).isEqualTo(429);
    assertThat(answer.code()).isEqualTo("meta_throttled");
    assertThat(Integer.parseInt(answer.header("Retry-After"))).isPositive();
  }

  private Api.Answer track(String dataset) {
    return api.post("/v1/datasets/" + dataset + "/ads/9/tracking", "");
  }

  private static String list(String... specs) {
    return "[" + String.join(",", specs) + "]";
  }

  private static JsonNode json(String list) {
    return JsonMapper.shared().readTree(list);
  }
}
