package dev.uploadgateway.crash;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.List;
import java.util.Queue;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * A client that sends what it sold to either gateway, again and again, until one has answered that
 * it is kept.
 */
final class Till implements Callable<Void> {

  static final List<String> DATASETS = List.of("701", "702");

  private static final Duration PATIENCE = Duration.ofSeconds(6);
  private static final int UPLOADS = 4;
  private static final JsonMapper JSON = new JsonMapper();

  /** What all tills have to show for it. */
  static final class Receipts {
    final Queue<Sold> accepted = new ConcurrentLinkedQueue<>();
    final AtomicInteger requests = new AtomicInteger();
    final AtomicInteger unanswered = new AtomicInteger();
    final AtomicInteger unavailable = new AtomicInteger();

    @Override
    public String toString() {
      return "%d events accepted, %d requests, of which %d unanswered and %d told to come again"
          .formatted(
              accepted.size(), requests.intValue(), unanswered.intValue(), unavailable.intValue());
    }
  }

  /**
   * What all tills share.
   *
   * @param key what they present: it may write and nothing else
   */
  record Shop(Sales sales, List<Gateway> gateways, String key, Receipts receipts) {}

  private final Storm storm;
  private final Shop shop;
  private final Receipts receipts;
  private final String uploadTag;
  private final Random luck;
  private final HttpClient http =
      HttpClient.newBuilder()
          .version(HttpClient.Version.HTTP_1_1)
          .connectTimeout(Duration.ofSeconds(2))
          .build();

  Till(int number, Storm storm, Shop shop) {
    this.storm = storm;
    this.shop = shop;
    this.receipts = shop.receipts();
    this.uploadTag = "shop-" + number % UPLOADS;
    this.luck = storm.luckOf("till " + number);
  }

  @Override
  public Void call() throws Exception {
    while (storm.rages()) {
      Parcel parcel = sell();
      deliver(parcel);
      receipts.accepted.addAll(parcel.events());
      if (luck.nextInt(8) == 0) {
        deliver(parcel); // a till that lost its memory: nothing new may come of it
      }
      storm.pause(luck.nextInt(10, 80));
    }
    return null;
  }

  private Parcel sell() {
    String dataset = DATASETS.get(luck.nextInt(DATASETS.size()));
    return switch (luck.nextInt(20)) {
      case 0 -> shop.sales().next(dataset, uploadTag, luck.nextInt(1_001, 2_500), true);
      case 1, 2, 3 ->
          shop.sales().next(dataset, uploadTag, luck.nextInt(50, 400), luck.nextBoolean());
      default -> shop.sales().next(dataset, uploadTag, luck.nextInt(1, 4), false);
    };
  }

  private void deliver(Parcel parcel) throws InterruptedException {
    while (!isKept(parcel)) {
      storm.timeLeft(); // fails where there is none
      storm.pause(luck.nextInt(100, 600));
    }
  }

  /** One request to either gateway. */
  private boolean isKept(Parcel parcel) throws InterruptedException {
    Gateway gateway = shop.gateways().get(luck.nextInt(shop.gateways().size()));
    HttpRequest request =
        HttpRequest.newBuilder(URI.create(gateway.url() + parcel.path()))
            .timeout(PATIENCE)
            .header("Authorization", "Bearer " + shop.key())
            .header("Content-Type", parcel.contentType())
            .POST(BodyPublishers.ofString(parcel.body()))
            .build();
    receipts.requests.incrementAndGet();
    HttpResponse<String> answer;
    try {
      answer = http.send(request, BodyHandlers.ofString());
    } catch (IOException unanswered) {
      receipts.unanswered.incrementAndGet();
      return false;
    }
    if (answer.statusCode() == 503 && answer.headers().firstValue("Retry-After").isPresent()) {
      receipts.unavailable.incrementAndGet();
      return false;
    }
    JsonNode body = JSON.readTree(answer.body());
    int received = body.path("events_received").asInt();
    int kept = body.path("events_accepted").asInt() + body.path("events_duplicate").asInt();
    if (answer.statusCode() != 202 || received != parcel.events().size() || kept != received) {
      throw new AssertionError(
          "A gateway answered %d %s: received %d, kept %d of %d, X-Request-Id %s"
              .formatted(
                  answer.statusCode(),
                  body.path("code").asString(""),
                  received,
                  kept,
                  parcel.events().size(),
                  answer.headers().firstValue("X-Request-Id").orElse("")));
    }
    gateway.served();
    return true;
  }
}
