package dev.uploadgateway.console;

import dev.uploadgateway.conversion.EventKey;
import dev.uploadgateway.dataset.Caller;
import dev.uploadgateway.dataset.Dataset;
import dev.uploadgateway.dataset.Datasets;
import dev.uploadgateway.dataset.Scope;
import dev.uploadgateway.outbox.Quarantine;
import dev.uploadgateway.report.Figures;
import dev.uploadgateway.report.Selection;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.util.MultiValueMap;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.util.UriComponentsBuilder;

/** What waits for a human, by reason and one by one. */
@Controller
class QuarantinePages {

  static final int MOST_GROUPS = 200;
  private static final int SENTENCES = 5;
  private static final int UPLOADS = 100;
  private static final int ROWS = 50;

  private final Datasets datasets;
  private final Quarantine quarantine;
  private final Figures figures;
  private final Clock clock;

  QuarantinePages(Datasets datasets, Quarantine quarantine, Figures figures, Clock clock) {
    this.datasets = datasets;
    this.quarantine = quarantine;
    this.figures = figures;
    this.clock = clock;
  }

  /**
   * All that waits for one reason.
   *
   * @param sentences what is said of them, with how many; the most frequent
   * @param more how many sentences there are beside those
   * @param deadline from when on Meta refuses the oldest of them
   */
  record Group(
      String code,
      QuarantineWords words,
      String events,
      String since,
      String deadline,
      List<Sentence> sentences,
      int more,
      Ways ways) {}

  /** Where a group is shown, and where somebody is asked before it is discarded. */
  record Ways(String show, String discard) {}

  record Sentence(String text, String events) {}

  /**
   * A batch.
   *
   * @param event the key of its only event; null where it holds several
   * @param keys of its events, where they were asked for; else empty
   */
  record Row(
      long batch,
      String uploadTag,
      String events,
      @Nullable String event,
      List<String> keys,
      String sentence,
      String since,
      String deadline) {}

  @GetMapping("/console/datasets/{dataset}/quarantine")
  String groups(
      @AuthenticationPrincipal Caller caller,
      @PathVariable String dataset,
      @RequestParam(name = "upload_tag", defaultValue = "") String uploadTag,
      @RequestParam(defaultValue = "") String done,
      @RequestParam(defaultValue = "0") long events,
      @RequestParam(defaultValue = "0") long unopened,
      Model model) {
    Dataset destination = datasets.get(dataset);
    model.addAttribute("dataset", dataset);
    model.addAttribute("uploadTag", uploadTag);
    model.addAttribute("uploads", uploads(destination));
    model.addAttribute("mayDecide", caller.may(Scope.WRITE));
    model.addAttribute("done", done(done, events));
    model.addAttribute("unopened", unopened > 0 ? Say.count(unopened, "batch", "batches") : null);
    model.addAttribute(
        "groups",
        groups(
            dataset,
            uploadTag.isEmpty() ? Map.of() : Map.of("upload_tag", uploadTag),
            quarantine.groups(
                destination.number(), uploadTag.isEmpty() ? null : uploadTag, MOST_GROUPS)));
    return "console/quarantine";
  }

  @GetMapping("/console/datasets/{dataset}/quarantine/events")
  String list(
      @AuthenticationPrincipal Caller caller,
      @PathVariable String dataset,
      @RequestParam MultiValueMap<String, String> given,
      @RequestParam(defaultValue = "0") long after,
      Model model) {
    Dataset destination = datasets.get(dataset);
    Selection selection = Selection.of(destination, given, "after");
    List<Quarantine.Row> rows =
        quarantine.list(destination.number(), selection.filter(), after, ROWS + 1);
    List<Quarantine.Row> page = rows.subList(0, Math.min(ROWS, rows.size()));
    Instant now = clock.instant();
    Quarantine.Filter filter = selection.filter();
    model.addAttribute("dataset", dataset);
    model.addAttribute("filters", filters(given));
    String reason = filter.reasonCode();
    model.addAttribute("words", reason == null ? null : QuarantineWords.of(reason));
    model.addAttribute("mayDecide", caller.may(Scope.WRITE));
    model.addAttribute(
        "rows", page.stream().map(row -> row(row, filter.batch() != null, now)).toList());
    model.addAttribute(
        "next",
        rows.size() > ROWS
            ? address(
                dataset,
                "events",
                and(filters(given), "after", String.valueOf(page.getLast().batch())))
            : null);
    return "console/quarantine-events";
  }

  private static String done(String what, long events) {
    return switch (what) {
      case "released" ->
          Say.count(events, "event") + (events == 1 ? " is" : " are") + " on the way to Meta again";
      case "discarded" ->
          Say.count(events, "event") + (events == 1 ? " is" : " are") + " discarded";
      default -> "";
    };
  }

  /** The tags of uploads that something waits of. */
  private List<String> uploads(Dataset dataset) {
    Map<String, String> most =
        Map.of(
            "sort_by", "QUARANTINED_ENTRIES",
            "order", "DESCENDING",
            "limit", String.valueOf(UPLOADS));
    return figures.uploads(dataset.number(), most).uploads().stream()
        .filter(upload -> upload.states().quarantined() > 0)
        .map(Figures.Upload::uploadTag)
        .toList();
  }

  private List<Group> groups(
      String dataset, Map<String, String> filters, List<Quarantine.Group> found) {
    Map<String, List<Quarantine.Group>> byCode = new LinkedHashMap<>();
    found.forEach(group ->
        byCode.computeIfAbsent(group.reason().code(), code -> new ArrayList<>()).add(group));
    Instant now = clock.instant();
    List<Group> groups = new ArrayList<>();
    byCode.forEach((code, parts) -> {
      Map<String, String> group = and(filters, "reason", code);
      Ways ways = new Ways(address(dataset, "events", group), address(dataset, "discard", group));
      groups.add(group(code, parts, ways, now));
    });
    return groups;
  }

  private static Group group(String code, List<Quarantine.Group> parts, Ways ways, Instant now) {
    return new Group(
        code,
        QuarantineWords.of(code),
        Say.count(parts.stream().mapToLong(Quarantine.Group::events).sum(), "event"),
        Say.time(
            parts.stream().map(Quarantine.Group::since).min(Instant::compareTo).orElseThrow(), now),
        Say.time(
            parts.stream().map(Quarantine.Group::deadline).min(Instant::compareTo).orElseThrow(),
            now),
        parts.stream()
            .limit(SENTENCES)
            .map(part -> new Sentence(part.reason().sentence(), Say.count(part.events(), "event")))
            .toList(),
        Math.max(0, parts.size() - SENTENCES),
        ways);
  }

  private static Row row(Quarantine.Row row, boolean withKeys, Instant now) {
    List<EventKey> keys = row.details().eventKeys();
    List<String> hex = keys == null ? List.of() : keys.stream().map(EventKey::hex).toList();
    return new Row(
        row.batch(),
        row.uploadTag(),
        Say.count(row.events(), "event"),
        row.events() == 1 && hex.size() == 1 ? hex.getFirst() : null,
        withKeys ? hex : List.of(),
        row.reason().sentence(),
        Say.time(row.since(), now),
        Say.time(row.deadline(), now));
  }

  /** As hidden fields and links repeat them. */
  static Map<String, String> filters(MultiValueMap<String, String> given) {
    Map<String, String> filters = new LinkedHashMap<>(given.toSingleValueMap());
    filters.remove("after");
    return filters;
  }

  private static Map<String, String> and(Map<String, String> filters, String name, String value) {
    Map<String, String> more = new LinkedHashMap<>(filters);
    more.put(name, value);
    return more;
  }

  private static String address(String dataset, String page, Map<String, String> filters) {
    UriComponentsBuilder address =
        UriComponentsBuilder.fromPath("/console/datasets/{dataset}/quarantine/" + page);
    List<Object> values = new ArrayList<>(List.of(dataset));
    filters.forEach((name, value) -> {
      address.queryParam(name, "{" + name + "}");
      values.add(value);
    });
    return address.encode().buildAndExpand(values.toArray()).toUriString();
  }
}
