package dev.uploadgateway.report;

import dev.uploadgateway.conversion.Money;
import dev.uploadgateway.dataset.Dataset;
import dev.uploadgateway.dataset.Datasets;
import dev.uploadgateway.outbox.CallRecord;
import dev.uploadgateway.outbox.Line;
import dev.uploadgateway.outbox.Orders;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.http.CacheControl;
import org.springframework.http.ResponseEntity;
import org.springframework.util.MultiValueMap;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/**
 * {@code GET /v1/datasets/{dataset}/events/{order_id}}, and the same with the order as a parameter,
 * for ids that a proxy on the way would not let pass in a path.
 */
@RestController
class ReceiptEndpoint {

  private static final int LINES = 100;

  private static final String NOTE =
      "An event that came again is counted with its upload (duplicate_entries of /uploads) and is no line of its own.";
  private static final String ERASED =
      "Delivered: what the event held was destroyed by the statement that recorded its delivery.";
  private static final String UNREADABLE =
      "The stored event cannot be opened by this gateway, or was written by another release.";

  private final Receipts receipts;
  private final Datasets datasets;

  ReceiptEndpoint(Receipts receipts, Datasets datasets) {
    this.receipts = receipts;
    this.datasets = datasets;
  }

  @GetMapping("/v1/datasets/{dataset}/events/{order_id}")
  ResponseEntity<Map<String, @Nullable Object>> inPath(
      @PathVariable String dataset,
      @PathVariable("order_id") String order,
      @RequestParam MultiValueMap<String, String> given) {
    return answer(datasets.get(dataset), order, given);
  }

  @GetMapping("/v1/datasets/{dataset}/events")
  ResponseEntity<Map<String, @Nullable Object>> inParameter(
      @PathVariable String dataset,
      @RequestParam("order_id") String order,
      @RequestParam MultiValueMap<String, String> given) {
    return answer(datasets.get(dataset), order, given);
  }

  private ResponseEntity<Map<String, @Nullable Object>> answer(
      Dataset dataset, String order, MultiValueMap<String, String> given) {
    Receipts.Receipt receipt =
        receipts.find(
            dataset,
            order,
            Parameters.given(given.getFirst("after")),
            Parameters.limit(given.getFirst("limit"), LINES));
    Map<String, @Nullable Object> answer = new LinkedHashMap<>();
    answer.put("order_id", receipt.orderId());
    answer.put("summary", summary(receipt.counts()));
    answer.put("blocked_reason", dataset.reachability().blockedReason());
    answer.put("throttled_until", dataset.reachability().throttledUntil());
    answer.put("data", receipt.lines().stream().map(ReceiptEndpoint::shown).toList());
    answer.put("paging", paging(receipt));
    answer.put("note", NOTE);
    return ResponseEntity.ok().cacheControl(CacheControl.noStore()).body(answer);
  }

  private static Map<String, Object> summary(Orders.Counts counts) {
    Map<String, Object> summary = new LinkedHashMap<>();
    summary.put("events", counts.events());
    summary.put("pending", counts.pending());
    summary.put("delivered", counts.delivered());
    summary.put("quarantined", counts.quarantined());
    return summary;
  }

  private static Map<String, Object> paging(Receipts.Receipt receipt) {
    String after = receipt.after();
    // The list is read from its beginning: nobody turns back the pages of a receipt.
    return after == null ? Map.of() : Paging.of(after, after, true);
  }

  private static Map<String, @Nullable Object> shown(Line line) {
    Map<String, @Nullable Object> shown = new LinkedHashMap<>();
    shown.put("event_key", line.place().key().hex());
    shown.put("event_day", line.place().day());
    shown.put("upload_tag", line.received().uploadTag());
    shown.put("accepted_at", line.received().at());
    shown.put("accepted_until", line.received().until());
    putContents(line.contents(), shown);
    Line.Call last = line.calls().last();
    switch (line.state()) {
      case Line.State.Pending pending -> {
        shown.put("state", "pending");
        shown.put("pending", pending(pending, last));
      }
      case Line.State.Delivered delivered -> {
        shown.put("state", "delivered");
        Map<String, @Nullable Object> members = new LinkedHashMap<>();
        members.put("at", delivered.at());
        members.put("call", last == null ? null : shown(last));
        shown.put("delivered", members);
      }
      case Line.State.Quarantined quarantined -> {
        shown.put("state", "quarantined");
        Map<String, @Nullable Object> members = new LinkedHashMap<>();
        members.put("code", quarantined.reason().code());
        members.put("message", quarantined.reason().sentence());
        members.put("since", quarantined.since());
        members.put("deadline", quarantined.deadline());
        members.put("attempts", quarantined.attempts());
        shown.put("quarantined", members);
      }
    }
    List<Map<String, @Nullable Object>> calls =
        line.calls().listed().stream().map(ReceiptEndpoint::shown).toList();
    shown.put("calls", calls);
    if (line.calls().omitted() > 0) {
      shown.put("calls_omitted", line.calls().omitted());
    }
    return shown;
  }

  private static Map<String, @Nullable Object> pending(
      Line.State.Pending pending, Line.@Nullable Call last) {
    Map<String, @Nullable Object> members = new LinkedHashMap<>();
    members.put("due_at", pending.due());
    members.put("deadline", pending.deadline());
    members.put("claimed", pending.claimed());
    members.put("attempts", pending.attempts());
    members.put("why", last == null ? null : last.facts().answer().message());
    return members;
  }

  private static void putContents(Line.Contents contents, Map<String, @Nullable Object> shown) {
    Line.Contents.Shown event = contents instanceof Line.Contents.Shown given ? given : null;
    Money money = event == null ? null : event.money();
    shown.put("event_name", event == null ? null : event.eventName());
    shown.put("event_time", event == null ? null : event.time());
    shown.put("item_number", event == null ? null : event.itemNumber());
    shown.put("value", money == null ? null : money.value());
    shown.put("currency", money == null ? null : money.currency().getCurrencyCode());
    shown.put(
        "note",
        switch (contents) {
          case Line.Contents.Shown _ -> null;
          case Line.Contents.Erased _ -> ERASED;
          case Line.Contents.Unreadable _ -> UNREADABLE;
        });
  }

  private static Map<String, @Nullable Object> shown(Line.Call call) {
    CallRecord.Answer answer = call.facts().answer();
    Map<String, @Nullable Object> shown = new LinkedHashMap<>();
    shown.put("id", Long.toString(call.id()));
    shown.put("started_at", call.facts().startedAt());
    shown.put("millis", call.facts().millis());
    shown.put("events", call.events());
    shown.put("outcome", call.facts().outcome());
    shown.put("http_status", answer.httpStatus());
    shown.put("code", answer.code());
    shown.put("subcode", answer.subcode());
    shown.put("fbtrace_id", answer.fbtraceId());
    shown.put("message", answer.message());
    return shown;
  }
}
