package dev.uploadgateway.setup;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.uploadgateway.dataset.Dataset;
import dev.uploadgateway.dataset.Datasets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import tools.jackson.databind.annotation.JsonNaming;
import tools.jackson.databind.node.ObjectNode;

/** Custom conversions over HTTP, and what a rule would count before there is one. */
@RestController
class CustomConversionEndpoints {

  /** Some megabytes of them opened at once; what more there is changes no proportion. */
  private static final int MOST_TRIED = 10_000;

  private static final int MOST_LISTED = 1_000;

  private final CustomConversions conversions;
  private final Datasets datasets;
  private final WaitingEvents waiting;

  CustomConversionEndpoints(
      CustomConversions conversions, Datasets datasets, WaitingEvents waiting) {
    this.conversions = conversions;
    this.datasets = datasets;
    this.waiting = waiting;
  }

  @JsonNaming(SnakeCaseStrategy.class)
  record Wanted(
      @Nullable JsonNode accountId,
      @Nullable String name,
      @Nullable String customEventType,
      @Nullable JsonNode rule,
      @Nullable String description) {}

  /**
   * A rule and what to try it on.
   *
   * @param data events in either dialect; null takes those that wait
   */
  record Attempt(@Nullable JsonNode rule, @Nullable JsonNode data) {

    /** Holds customers. */
    @Override
    public String toString() {
      return "Attempt[]";
    }
  }

  /**
   * What the rule would count.
   *
   * @param tried {@code data} or {@code waiting}
   * @param matching positions in {@code data}, at most 1,000 of them; null for waiting events
   * @param more whether more wait than were tried
   * @param unreadable waiting events that could not be opened
   */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  record Result(
      String summary,
      String tried,
      int matched,
      int events,
      @Nullable List<Integer> matching,
      @Nullable Boolean more,
      @Nullable Integer unreadable) {}

  @PostMapping("/v1/datasets/{dataset}/customconversions")
  @ResponseStatus(HttpStatus.CREATED)
  JsonNode create(@PathVariable String dataset, @RequestBody Wanted wanted) {
    return conversions.create(
        datasets.get(dataset),
        Given.account(Given.id("account_id", wanted.accountId())),
        new CustomConversions.Wanted(
            wanted.name(), wanted.customEventType(), wanted.rule(), wanted.description()));
  }

  @GetMapping("/v1/datasets/{dataset}/customconversions")
  ObjectNode list(
      @PathVariable String dataset,
      @RequestParam(name = "account_id", required = false) @Nullable String account) {
    return conversions.list(datasets.get(dataset), Given.account(account));
  }

  @PostMapping("/v1/datasets/{dataset}/customconversions/try")
  Result attempt(@PathVariable String dataset, @RequestBody Attempt attempt) {
    Dataset of = datasets.get(dataset);
    Rule rule = RuleReader.read(attempt.rule()).rule();
    JsonNode data = attempt.data();
    return data == null || data.isNull() ? onWaiting(rule, of) : onGiven(rule, data);
  }

  private Result onWaiting(Rule rule, Dataset dataset) {
    AtomicInteger matched = new AtomicInteger();
    AtomicInteger events = new AtomicInteger();
    WaitingEvents.Shown shown =
        waiting.show(
            dataset.number(),
            MOST_TRIED,
            event -> {
              events.incrementAndGet();
              if (Trial.counts(rule, event)) {
                matched.incrementAndGet();
              }
            });
    return new Result(
        summary(matched.get(), events.get()),
        "waiting",
        matched.get(),
        events.get(),
        null,
        shown.more(),
        shown.unreadable());
  }

  private static Result onGiven(Rule rule, JsonNode data) {
    if (!data.isArray() || data.size() > MOST_TRIED) {
      throw Given.invalid("data", "takes a list of at most " + MOST_TRIED + " events");
    }
    int matched = 0;
    List<Integer> matching = new ArrayList<>();
    for (int i = 0; i < data.size(); i++) {
      if (Trial.counts(rule, data.get(i))) {
        matched++;
        if (matching.size() < MOST_LISTED) {
          matching.add(i);
        }
      }
    }
    return new Result(
        summary(matched, data.size()), "data", matched, data.size(), matching, null, null);
  }

  private static String summary(int matched, int events) {
    return String.format(Locale.ROOT, "would match %,d of %,d", matched, events);
  }
}
