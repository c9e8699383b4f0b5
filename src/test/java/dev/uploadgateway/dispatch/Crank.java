package dev.uploadgateway.dispatch;

import dev.uploadgateway.conversion.ConversionEvent;
import dev.uploadgateway.conversion.Customer;
import dev.uploadgateway.conversion.EventCodec;
import dev.uploadgateway.conversion.Identifier;
import dev.uploadgateway.conversion.Money;
import dev.uploadgateway.conversion.Occasion;
import dev.uploadgateway.conversion.Sale;
import dev.uploadgateway.conversion.Text;
import dev.uploadgateway.dataset.Dataset;
import dev.uploadgateway.dataset.Datasets;
import dev.uploadgateway.meta.LoopbackMeta;
import dev.uploadgateway.meta.LoopbackMeta.Request;
import dev.uploadgateway.outbox.Entry;
import dev.uploadgateway.outbox.Given;
import dev.uploadgateway.outbox.Lane;
import dev.uploadgateway.seal.Seal;
import dev.uploadgateway.seal.Sealed;
import io.github.resilience4j.circuitbreaker.CircuitBreaker;
import io.github.resilience4j.circuitbreaker.CircuitBreakerRegistry;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Currency;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.TestComponent;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Import;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.test.context.DynamicPropertyRegistrar;

/** Turns the dispatcher of a dataset of its own, in which a test puts events. */
@TestComponent
@Import(Crank.Surroundings.class)
class Crank {

  /** Where events are measured from; the partitions of their keys end a week later. */
  private static final Instant BEGINNING = Instant.parse("2026-11-02T10:00:00Z");

  static class Surroundings {
    @Bean
    LoopbackMeta loopbackMeta() {
      return new LoopbackMeta();
    }

    @Bean
    DynamicPropertyRegistrar metaAddress(LoopbackMeta meta) {
      return registry -> registry.add("gateway.meta.base-url", meta::url);
    }
  }

  @Autowired Dispatcher dispatcher;
  @Autowired Datasets datasets;
  @Autowired CircuitBreakerRegistry breakers;
  @Autowired Given given;
  @Autowired Seal seal;
  @Autowired JdbcClient jdbc;
  @Autowired LoopbackMeta meta;

  private int dataset;

  void begin() {
    given.clock().set(BEGINNING);
    dataset = given.dataset();
    meta.behave(LoopbackMeta::accept);
  }

  /** Until nothing is due; how many calls or settlements that took. */
  int turn() {
    int turns = 0;
    while (dispatcher.dispatch(dataset(), () -> {})) {
      turns++;
    }
    return turns;
  }

  int number() {
    return dataset;
  }

  Dataset dataset() {
    return datasets.byNumber(dataset);
  }

  CircuitBreaker breaker() {
    return breakers.circuitBreaker(dataset().id());
  }

  Lane lane() {
    return new Lane(dataset, "till", null);
  }

  long batch(String name, int events) {
    return given.batch(lane(), events(name, events, Duration.ofDays(7)));
  }

  void change(String assignments) {
    jdbc.sql("update dataset set " + assignments + " where number = ?").param(dataset).update();
    datasets.unblock(dataset().id()); // so that it is read anew
  }

  /** Gives any dataset an app's secret. */
  void give(int number, String appSecret) {
    String id = datasets.byNumber(number).id();
    Sealed sealed =
        seal.seal(appSecret.getBytes(StandardCharsets.UTF_8), "dataset/" + id + "/app_secret");
    jdbc.sql(
            """
            update dataset set app_secret_key_id = ?, app_secret_wrapped_key = ?, app_secret_envelope = ?
            where number = ?
            """)
        .params(sealed.keyId(), sealed.wrappedKey(), sealed.envelope(), number)
        .update();
    datasets.unblock(id); // so that it is read anew
  }

  /** Whether anything may be sent to any dataset. */
  boolean open(int number) {
    return datasets.byNumber(number).reachability().open(given.clock().instant());
  }

  Duration dueIn(long batch) {
    Instant due =
        jdbc.sql("select due_at from batch where dataset = ? and id = ?")
            .params(dataset, batch)
            .query((row, number) -> row.getTimestamp(1).toInstant())
            .single();
    return Duration.between(given.clock().instant(), due);
  }

  List<Entry> events(String name, int events, Duration window) {
    List<Entry> entries = new ArrayList<>();
    for (int i = 0; i < events; i++) {
      Entry open = Given.entry(name + i, given.clock().instant(), window);
      entries.add(new Entry(open.key(), null, open.facts(), EventCodec.encode(event(name + i))));
    }
    return entries;
  }

  private ConversionEvent event(String order) {
    Map<Identifier, List<String>> customer =
        Map.of(
            Identifier.EMAIL, List.of(order + "@example.com"),
            Identifier.PHONE, List.of("01 42 68 53 00"),
            Identifier.EXTERNAL_ID, List.of(order));
    return new ConversionEvent(
        new Occasion("Purchase", given.clock().instant().getEpochSecond(), null, null),
        new Customer(customer),
        new Sale(
            Text.of(order),
            null,
            new Money(new BigDecimal("12.50"), Currency.getInstance("EUR")),
            null,
            List.of()),
        List.of(),
        List.of());
  }

  /** Where in a call the events of those orders are. */
  static List<Integer> positions(Request request, Predicate<String> orders) {
    List<Integer> positions = new ArrayList<>();
    int position = 0;
    for (var event : request.json().get("data")) {
      if (orders.test(event.at("/custom_data/order_id").asString())) {
        positions.add(position);
      }
      position++;
    }
    return positions;
  }
}
