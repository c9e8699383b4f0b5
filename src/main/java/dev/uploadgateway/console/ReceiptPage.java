package dev.uploadgateway.console;

import dev.uploadgateway.dataset.Caller;
import dev.uploadgateway.dataset.Dataset;
import dev.uploadgateway.dataset.Datasets;
import dev.uploadgateway.outbox.Orders;
import dev.uploadgateway.problem.Problem;
import dev.uploadgateway.report.Receipts;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestParam;

/** Where is this receipt? */
@Controller
class ReceiptPage {

  private static final int LINES = 50;

  /** In how many other datasets an order is looked for that is not in the one. */
  private static final int OTHER_DATASETS = 20;

  private final Receipts receipts;
  private final Datasets datasets;
  private final Clock clock;

  ReceiptPage(Receipts receipts, Datasets datasets, Clock clock) {
    this.receipts = receipts;
    this.datasets = datasets;
    this.clock = clock;
  }

  /** Another dataset that knows the order. */
  record Elsewhere(String id, String label) {}

  /**
   * @param order empty where nothing was asked for yet
   * @param after of the next page; empty for the first
   */
  @GetMapping("/console/datasets/{dataset}/receipts")
  String search(
      @AuthenticationPrincipal Caller caller,
      @PathVariable String dataset,
      @RequestParam(name = "order_id", defaultValue = "") String order,
      @RequestParam(defaultValue = "") String after,
      Model model) {
    Dataset destination = datasets.get(dataset);
    String wanted = order.strip();
    model.addAttribute("dataset", dataset);
    model.addAttribute("order", wanted);
    if (wanted.isEmpty()) {
      return "console/receipts";
    }
    Receipts.Receipt found = find(destination, wanted, after.isEmpty() ? null : after, LINES);
    if (found == null) {
      model.addAttribute("elsewhere", elsewhere(caller, destination, wanted));
      return "console/receipts";
    }
    Instant now = clock.instant();
    model.addAttribute("summary", summary(found.counts()));
    model.addAttribute("stopped", stopped(destination, found.counts(), now));
    model.addAttribute(
        "lines", found.lines().stream().map(line -> LifeLine.of(line, now)).toList());
    model.addAttribute("next", found.after());
    return "console/receipts";
  }

  private Receipts.@Nullable Receipt find(
      Dataset dataset, String order, @Nullable String after, int limit) {
    try {
      return receipts.find(dataset, order, after, limit);
    } catch (Problem problem) {
      if (problem.status() == HttpStatus.NOT_FOUND) {
        return null;
      }
      throw problem;
    }
  }

  private List<Elsewhere> elsewhere(Caller caller, Dataset here, String order) {
    return datasets.all().stream()
        .filter(other -> caller.mayUse(other.id()) && other.number() != here.number())
        .limit(OTHER_DATASETS)
        .filter(other -> find(other, order, null, 1) != null)
        .map(other ->
            new Elsewhere(
                other.id(),
                other.name() == null ? other.id() : other.name() + " (" + other.id() + ")"))
        .toList();
  }

  private static String summary(Orders.Counts counts) {
    List<String> parts = new ArrayList<>();
    if (counts.delivered() > 0) {
      parts.add(Say.number(counts.delivered()) + " delivered");
    }
    if (counts.pending() > 0) {
      parts.add(Say.number(counts.pending()) + " waiting");
    }
    if (counts.quarantined() > 0) {
      parts.add(Say.number(counts.quarantined()) + " in quarantine");
    }
    return Say.count(counts.events(), "event") + ": " + String.join(", ", parts);
  }

  /** Why nothing that waits is sent at the moment; null where it is. */
  private static @Nullable String stopped(Dataset dataset, Orders.Counts counts, Instant now) {
    if (counts.pending() == 0) {
      return null;
    }
    String blocked = dataset.reachability().blockedReason();
    if (blocked != null) {
      return "Nothing of this dataset is sent at the moment. " + blocked;
    }
    Instant until = dataset.reachability().throttledUntil();
    return until != null && until.isAfter(now)
        ? "Meta asked for a pause until " + Say.time(until, now) + "; what waits goes out then."
        : null;
  }
}
