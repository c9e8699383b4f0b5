package dev.uploadgateway.console;

import dev.uploadgateway.dataset.Dataset;
import dev.uploadgateway.dataset.Datasets;
import dev.uploadgateway.outbox.Line;
import dev.uploadgateway.outbox.Quarantine;
import dev.uploadgateway.problem.Problem;
import dev.uploadgateway.report.Calls;
import dev.uploadgateway.report.Figures;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.util.UriComponentsBuilder;

/** The uploads of a dataset, and what became of one. */
@Controller
class UploadPages {

  private static final int ROWS = 50;
  private static final int CALLS = 50;
  private static final int GROUPS = 20;

  /** What people sort by: as it is named in the address, and in the report. */
  private enum Sort {
    LAST("Last activity", "LAST_UPLOAD_TIME"),
    ACCEPTED("Accepted", "VALID_ENTRIES"),
    WAITING("Waiting", "PENDING_ENTRIES"),
    DELIVERED("Delivered", "DELIVERED_ENTRIES"),
    QUARANTINED("Quarantine", "QUARANTINED_ENTRIES"),
    DISCARDED("Discarded", "DISCARDED_ENTRIES"),
    DUPLICATE("Duplicate", "DUPLICATE_ENTRIES"),
    REJECTED("Rejected", "REJECTED_ENTRIES");

    private final String label;
    private final String report;

    Sort(String label, String report) {
      this.label = label;
      this.report = report;
    }

    String word() {
      return name().toLowerCase(Locale.ROOT);
    }

    static Sort of(String word) {
      return Arrays.stream(values())
          .filter(sort -> sort.word().equals(word))
          .findFirst()
          .orElse(LAST);
    }
  }

  /**
   * A header that sorts.
   *
   * @param order {@code ascending} or {@code descending} where the list is sorted by it; else null
   */
  record Column(String label, String address, @Nullable String order) {}

  /** A row of the list. */
  record Row(
      long id,
      String tag,
      UploadState state,
      Counts counts,
      List<String> amounts,
      String lastActivity) {}

  record Counts(
      String accepted,
      String waiting,
      String delivered,
      String quarantined,
      String discarded,
      String duplicate,
      String rejected) {

    static Counts of(Figures.States states) {
      return new Counts(
          Say.number(states.accepted()),
          Say.number(states.pending()),
          Say.number(states.delivered()),
          Say.number(states.quarantined()),
          Say.number(states.discarded()),
          Say.number(states.duplicates()),
          Say.number(states.rejected()));
    }
  }

  /** Calls that failed alike. */
  record Failure(
      String level, String outcome, String code, String message, String calls, String last) {

    static Failure of(Calls.Failure failure) {
      Integer code = failure.code();
      return new Failure(
          CallLine.level(failure.outcome()),
          CallLine.outcome(failure.outcome()),
          code == null ? "" : CallLine.code(code, failure.subcode()),
          failure.message() == null ? "" : failure.message(),
          Say.count(failure.calls(), "call"),
          Say.moment(failure.lastAt()));
    }
  }

  /** Events in quarantine for one reason. */
  record Held(String code, String title, String sentence, String events) {}

  private final Datasets datasets;
  private final Figures figures;
  private final Calls calls;
  private final Quarantine quarantine;
  private final Clock clock;

  UploadPages(Datasets datasets, Figures figures, Calls calls, Quarantine quarantine, Clock clock) {
    this.datasets = datasets;
    this.figures = figures;
    this.calls = calls;
    this.quarantine = quarantine;
    this.clock = clock;
  }

  @GetMapping("/console/datasets/{dataset}/uploads")
  String list(@PathVariable String dataset, @RequestParam Map<String, String> given, Model model) {
    String search = given.getOrDefault("search", "").strip();
    Sort sort = Sort.of(given.getOrDefault("sort", ""));
    boolean ascending = given.getOrDefault("order", "").equals("ascending");
    String after = given.getOrDefault("after", "");
    Figures.UploadPage page =
        figures.uploads(datasets.get(dataset).number(), parameters(search, sort, ascending, after));
    Instant now = clock.instant();
    model.addAttribute("dataset", dataset);
    model.addAttribute("search", search);
    model.addAttribute("sort", sort.word());
    model.addAttribute("order", order(ascending));
    model.addAttribute("columns", columns(dataset, search, sort, ascending));
    model.addAttribute("rows", page.uploads().stream().map(upload -> row(upload, now)).toList());
    model.addAttribute("first", after.isEmpty() ? null : address(dataset, search, sort, ascending));
    model.addAttribute(
        "next",
        page.after() == null
            ? null
            : address(dataset, search, sort, ascending) + "&after=" + page.after());
    return "console/uploads";
  }

  @GetMapping("/console/datasets/{dataset}/uploads/{upload:\\d{1,18}}")
  String show(
      @PathVariable String dataset,
      @PathVariable long upload,
      @RequestParam(required = false) @Nullable Long before,
      Model model) {
    Dataset destination = datasets.get(dataset);
    Figures.Upload found =
        figures
            .upload(destination.number(), upload)
            .orElseThrow(() ->
                new Problem(
                    HttpStatus.NOT_FOUND, "unknown_upload", "The dataset has no such upload"));
    List<Line.Call> all = calls.of(destination.number(), upload, before, CALLS + 1);
    List<Line.Call> listed = all.subList(0, Math.min(CALLS, all.size()));
    Instant now = clock.instant();
    model.addAttribute("dataset", dataset);
    model.addAttribute("upload", row(found, now));
    model.addAttribute("first", Say.time(found.createdAt(), now));
    model.addAttribute("sent", Say.number(found.atMeta().calls()));
    Long matched = found.atMeta().matched();
    model.addAttribute("matched", matched == null ? null : Say.number(matched));
    model.addAttribute(
        "failures",
        calls.failures(destination.number(), upload).stream().map(Failure::of).toList());
    model.addAttribute("held", held(destination.number(), found.uploadTag()));
    model.addAttribute("calls", listed.stream().map(CallLine::of).toList());
    model.addAttribute("newest", before == null);
    model.addAttribute("earlier", all.size() > CALLS ? Long.valueOf(listed.getLast().id()) : null);
    return "console/upload";
  }

  private List<Held> held(int dataset, String uploadTag) {
    return quarantine.groups(dataset, uploadTag, GROUPS).stream()
        .map(group ->
            new Held(
                group.reason().code(),
                QuarantineWords.of(group.reason().code()).title(),
                group.reason().sentence(),
                Say.count(group.events(), "event")))
        .toList();
  }

  private static Map<String, String> parameters(
      String search, Sort sort, boolean ascending, String after) {
    Map<String, String> parameters = new HashMap<>();
    parameters.put("limit", String.valueOf(ROWS));
    parameters.put("sort_by", sort.report);
    parameters.put("order", order(ascending).toUpperCase(Locale.ROOT));
    if (!search.isEmpty()) {
      parameters.put("search", search);
    }
    if (!after.isEmpty()) {
      parameters.put("after", after);
    }
    return parameters;
  }

  /** Chosen once, a column begins with its largest; chosen again, it turns round. */
  private static List<Column> columns(
      String dataset, String search, Sort sorted, boolean ascending) {
    List<Column> columns = new ArrayList<>();
    for (Sort sort : Sort.values()) {
      boolean current = sort == sorted;
      columns.add(
          new Column(
              sort.label,
              address(dataset, search, sort, current && !ascending),
              current ? order(ascending) : null));
    }
    return columns;
  }

  private static String address(String dataset, String search, Sort sort, boolean ascending) {
    return UriComponentsBuilder.fromPath("/console/datasets/{dataset}/uploads")
        .queryParam("search", "{search}")
        .queryParam("sort", sort.word())
        .queryParam("order", order(ascending))
        .encode()
        .buildAndExpand(dataset, search)
        .toUriString();
  }

  private static String order(boolean ascending) {
    return ascending ? "ascending" : "descending";
  }

  private static Row row(Figures.Upload upload, Instant now) {
    return new Row(
        upload.id(),
        upload.uploadTag(),
        UploadState.of(upload.states()),
        Counts.of(upload.states()),
        amounts(upload.sums()),
        Say.time(upload.lastUploadAt(), now));
  }

  private static List<String> amounts(Figures.Sums sums) {
    List<String> amounts = new ArrayList<>();
    new TreeMap<>(sums.byCurrency())
        .forEach((currency, sum) -> amounts.add(Say.money(sum, currency)));
    return amounts;
  }
}
