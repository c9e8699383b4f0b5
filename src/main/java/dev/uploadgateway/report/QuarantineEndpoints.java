package dev.uploadgateway.report;

import dev.uploadgateway.conversion.EventKey;
import dev.uploadgateway.dataset.Dataset;
import dev.uploadgateway.dataset.Datasets;
import dev.uploadgateway.outbox.Quarantine;
import dev.uploadgateway.problem.Problem;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.util.MultiValueMap;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/**
 * {@code GET} and {@code DELETE /v1/datasets/{dataset}/quarantine}, {@code POST …/release}: what
 * waits for a human, and what the human decides.
 */
@RestController
class QuarantineEndpoints {

  private static final int ROWS = 100;

  private final Quarantine quarantine;
  private final Datasets datasets;
  private final Verdicts verdicts;

  QuarantineEndpoints(Quarantine quarantine, Datasets datasets, Verdicts verdicts) {
    this.quarantine = quarantine;
    this.datasets = datasets;
    this.verdicts = verdicts;
  }

  @GetMapping("/v1/datasets/{dataset}/quarantine")
  Map<String, Object> list(
      @PathVariable String dataset, @RequestParam MultiValueMap<String, String> given) {
    Dataset destination = datasets.get(dataset);
    Selection selection = Selection.of(destination, given, "limit", "after");
    int limit = Parameters.limit(given.getFirst("limit"), ROWS);
    List<Quarantine.Row> rows =
        // One more than asked for tells whether there is a next page.
        quarantine.list(
            destination.number(), selection.filter(), after(given.getFirst("after")), limit + 1);
    boolean more = rows.size() > limit;
    List<Quarantine.Row> page = more ? rows.subList(0, limit) : rows;
    Map<String, Object> answer = new LinkedHashMap<>();
    answer.put("data", page.stream().map(QuarantineEndpoints::shown).toList());
    answer.put(
        "paging",
        page.isEmpty()
            ? Map.of()
            : Paging.of(cursor(page.getFirst()), cursor(page.getLast()), more));
    return answer;
  }

  @PostMapping("/v1/datasets/{dataset}/quarantine/release")
  Map<String, Object> release(
      @PathVariable String dataset,
      @RequestParam MultiValueMap<String, String> given,
      @RequestBody(required = false) @Nullable Map<String, @Nullable Object> body) {
    Dataset destination = datasets.get(dataset);
    Selection selection = Selection.of(destination, given, body == null ? Map.of() : body);
    return answer("released", verdicts.release(destination, selection));
  }

  /** Takes no filters in a body: one that gets lost on the way would widen the discard. */
  @DeleteMapping("/v1/datasets/{dataset}/quarantine")
  Map<String, Object> discard(
      @PathVariable String dataset,
      @RequestParam MultiValueMap<String, String> given,
      HttpServletRequest request)
      throws IOException {
    requireNoBody(request);
    Dataset destination = datasets.get(dataset);
    Selection selection = Selection.of(destination, given);
    return answer("discarded", verdicts.discard(destination, selection));
  }

  /** Whatever its type: Spring reads no body of a DELETE whose type it does not know. */
  private static void requireNoBody(HttpServletRequest request) throws IOException {
    String begin = new String(request.getInputStream().readNBytes(3), StandardCharsets.UTF_8);
    if (!begin.isEmpty() && !begin.equals("{}")) {
      throw new Problem(
          HttpStatus.BAD_REQUEST,
          "body_not_taken",
          "A discard takes its filters as parameters of the address. Nothing was discarded");
    }
  }

  private static Map<String, Object> answer(String decision, Quarantine.Decided decided) {
    Map<String, Object> answer = new LinkedHashMap<>();
    answer.put("events_" + decision, decided.events());
    if (!decided.unopened().isEmpty()) {
      answer.put("unopened_batches", decided.unopened().stream().map(String::valueOf).toList());
    }
    return answer;
  }

  private static Map<String, @Nullable Object> shown(Quarantine.Row row) {
    Quarantine.Details details = row.details();
    List<EventKey> keys = details.eventKeys();
    Map<String, @Nullable Object> shown = new LinkedHashMap<>();
    shown.put("batch", Long.toString(row.batch()));
    shown.put("upload_tag", row.uploadTag());
    shown.put("events", row.events());
    shown.put("reason", Map.of("code", row.reason().code(), "message", row.reason().sentence()));
    shown.put("since", row.since());
    shown.put("deadline", row.deadline());
    shown.put("attempts", details.attempts());
    shown.put("call", call(details.lastCall()));
    shown.put("event_keys", keys == null ? null : keys.stream().map(EventKey::hex).toList());
    return shown;
  }

  private static @Nullable Map<String, @Nullable Object> call(Quarantine.@Nullable LastCall call) {
    if (call == null) {
      return null;
    }
    Map<String, @Nullable Object> facts = new LinkedHashMap<>();
    facts.put("at", call.at());
    facts.put("http_status", call.answer().httpStatus());
    facts.put("code", call.answer().code());
    facts.put("subcode", call.answer().subcode());
    facts.put("fbtrace_id", call.answer().fbtraceId());
    return facts;
  }

  private static String cursor(Quarantine.Row row) {
    return new Cursor(BigDecimal.valueOf(row.batch()), row.batch()).text();
  }

  private static long after(@Nullable String given) {
    String after = Parameters.given(given);
    return after == null ? 0 : Cursor.of("after", after).id();
  }
}
