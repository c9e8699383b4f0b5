package dev.uploadgateway.meta;

import com.facebook.ads.sdk.APIContext;
import com.facebook.ads.sdk.serverside.Event;
import com.facebook.ads.sdk.serverside.EventRequest;
import dev.uploadgateway.bench.Orders;
import dev.uploadgateway.conversion.ConversionEvent;
import dev.uploadgateway.conversion.EventCodec;
import dev.uploadgateway.conversion.EventKey;
import dev.uploadgateway.dataset.DataProcessing;
import dev.uploadgateway.dataset.Dataset;
import dev.uploadgateway.matchkey.MatchKeyMaker;
import dev.uploadgateway.matchkey.MatchKeys;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * How fast raw events become the bytes of a call, beside the official SDK with the same events, and
 * beside nothing but the SHA-256 of the same strings. One thread, told by its CPU time, so that
 * what else the machine does counts little; the three take turns, and the median round is told.
 */
public final class BodyBench {

  /** So many as lie in a core's cache, where an event that was decoded just before lies too. */
  private static final int EVENTS = 250;

  /** Times that each of them stands in a call. */
  private static final int REPEATS = 4;

  private static final int PASSES = 20;
  private static final String DATASET = "4711";
  private static final APIContext CONTEXT = new APIContext("a-token");

  private final MatchKeyMaker matchKeys = new MatchKeyMaker(Clock.systemUTC());
  private final Dataset dataset = Sample.dataset(DataProcessing.NONE, null);
  private final List<ConversionEvent> events = new ArrayList<>();
  private final List<EventKey> keys = new ArrayList<>();
  private final List<Event> sdkEvents = new ArrayList<>();
  private final List<String> hashed = new ArrayList<>();
  private long sink;

  /** CPU nanoseconds an event, the median of the rounds. */
  public record Costs(double gateway, double sdk, double sha256) {

    public double ofSdk() {
      return sdk / gateway;
    }

    public double ofSha256() {
      return sha256 / gateway;
    }
  }

  /**
   * @param args how many rounds; and anything more runs the gateway alone, for a profiler
   */
  public static void main(String[] args) {
    int rounds = args.length == 0 ? 9 : Integer.parseInt(args[0]);
    BodyBench bench = new BodyBench();
    if (args.length > 1) {
      for (int round = 0; round < rounds; round++) {
        System.out.printf("gateway %.0f ns%n", bench.timed(bench::gateway));
      }
      return;
    }
    Costs costs = bench.run(rounds);
    System.out.printf(
        "gateway %.0f ns, SDK %.0f ns, SHA-256 %.0f ns: %.2f x, %.3f%n",
        costs.gateway(), costs.sdk(), costs.sha256(), costs.ofSdk(), costs.ofSha256());
  }

  public BodyBench() {
    Orders orders = new Orders();
    for (int serial = 0; serial < EVENTS; serial++) {
      // as the dispatcher has it: opened from its stored bytes
      ConversionEvent event = EventCodec.decode(EventCodec.encode(orders.event(serial)));
      EventKey key = orders.key(DATASET, event);
      events.add(event);
      keys.add(key);
      sdkEvents.add(orders.sdkEvent(serial, key.hex()));
      matchKeys
          .normalize(event.customer(), dataset.matchKeyRules())
          .identity()
          .forEach(value -> hashed.add(value.substring(value.indexOf('=') + 1)));
    }
    List<Event> once = List.copyOf(sdkEvents);
    for (int i = 1; i < REPEATS; i++) {
      sdkEvents.addAll(once);
    }
  }

  public Costs run(int rounds) {
    List<Double> gateway = new ArrayList<>();
    List<Double> sdk = new ArrayList<>();
    List<Double> sha256 = new ArrayList<>();
    for (int round = -3; round < rounds; round++) {
      double first = timed(this::gateway);
      double second = timed(this::sdk);
      double third = timed(this::sha256);
      if (round >= 0) {
        gateway.add(first);
        sdk.add(second);
        sha256.add(third);
      }
    }
    return new Costs(median(gateway), median(sdk), median(sha256));
  }

  private void gateway() {
    CallBody body = new CallBody(dataset, dataset.delivery().wire(), EVENTS * REPEATS);
    for (int i = 0; i < EVENTS * REPEATS; i++) {
      ConversionEvent event = events.get(i % EVENTS);
      MatchKeys hashed = matchKeys.normalize(event.customer(), dataset.matchKeyRules()).hash();
      body.add(event, hashed, keys.get(i % EVENTS));
    }
    sink += body.finish("bench", null, null).remaining();
  }

  private void sdk() {
    EventRequest request = new EventRequest(DATASET, CONTEXT);
    request.data(sdkEvents);
    sink += request.getSerializedPayload().getBytes(StandardCharsets.UTF_8).length;
  }

  private void sha256() {
    MessageDigest digest = digest();
    for (int i = 0; i < REPEATS; i++) {
      for (String text : hashed) {
        sink += digest.digest(text.getBytes(StandardCharsets.UTF_8))[0];
      }
    }
  }

  private double timed(Runnable work) {
    var threads = ManagementFactory.getThreadMXBean();
    long before = threads.getCurrentThreadCpuTime();
    for (int pass = 0; pass < PASSES; pass++) {
      work.run();
    }
    return (double) (threads.getCurrentThreadCpuTime() - before) / (PASSES * EVENTS * REPEATS);
  }

  private static double median(List<Double> values) {
    double[] sorted = values.stream().mapToDouble(Double::doubleValue).toArray();
    Arrays.sort(sorted);
    return sorted[sorted.length / 2];
  }

  private static MessageDigest digest() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("Every Java platform has SHA-256", e);
    }
  }
}
