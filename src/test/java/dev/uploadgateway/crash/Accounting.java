package dev.uploadgateway.crash;

import dev.uploadgateway.crash.Books.Batch;
import dev.uploadgateway.crash.Books.Held;
import dev.uploadgateway.crash.Books.Key;
import dev.uploadgateway.crash.Books.Place;
import dev.uploadgateway.crash.Books.Upload;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/**
 * Compares what was sold with what three parties have written down, event by event. It names events
 * by their serial numbers, and people not at all.
 */
final class Accounting {

  private static final int EXAMPLES = 10;

  private final Collection<Sold> sold;
  private final Books books;
  private final Map<String, List<String>> differences = new TreeMap<>();

  private Accounting(Collection<Sold> sold, Books books) {
    this.sold = sold;
    this.books = books;
  }

  /** A line for each kind of difference; empty where all agree. */
  static List<String> differences(Collection<Sold> sold, Books books) {
    Accounting accounting = new Accounting(sold, books);
    accounting.followEveryEvent();
    accounting.findWhatNobodySold();
    accounting.checkBatches();
    accounting.checkUploads();
    return accounting.differences.entrySet().stream()
        .map(kind ->
            "%s: %d, such as %s"
                .formatted(
                    kind.getKey(),
                    kind.getValue().size(),
                    kind.getValue().stream().limit(EXAMPLES).toList()))
        .toList();
  }

  private void followEveryEvent() {
    Map<Long, List<Held>> bySerial =
        books.held().stream().collect(Collectors.groupingBy(Held::serial));
    for (Sold event : sold) {
      List<Held> held = bySerial.getOrDefault(event.serial(), List.of());
      Place place = books.places().get(new Key(event.dataset(), event.key().value()));
      if (place == null || place.batch() == null) {
        differ(event, place == null ? "was accepted and is not kept" : "is in no batch");
        continue;
      }
      check(event, place.uploadTag().equals(event.uploadTag()), "is in another upload");
      switch (place.state()) {
        case "delivered" -> {
          check(event, held.size() == 1, "is delivered and counts %d times".formatted(held.size()));
          check(event, !event.bad(), "is delivered, though Meta refused it");
        }
        case "quarantined" -> {
          boolean refused = event.bad() && "refused_by_meta".equals(place.reason());
          check(event, refused, "is in quarantine as " + place.reason());
          check(event, held.isEmpty(), "is in quarantine and counts at Meta");
        }
        default -> differ(event, "is still " + place.state());
      }
      for (Held each : held) {
        check(event, each.identical(), "was sent again with other bytes");
        boolean where =
            each.dataset().equals(event.dataset()) && each.uploadTag().equals(event.uploadTag());
        check(event, where, "went to another dataset or upload");
      }
    }
  }

  private void findWhatNobodySold() {
    Set<Key> keys = new HashSet<>();
    Set<Long> serials = new HashSet<>();
    for (Sold event : sold) {
      keys.add(new Key(event.dataset(), event.key().value()));
      serials.add(event.serial());
    }
    books
        .places()
        .forEach((key, place) -> {
          if (!keys.contains(key)) {
            differ("keeps an event that nobody sold", "batch " + place.batch());
          }
        });
    for (Held held : books.held()) {
      if (!serials.contains(held.serial())) {
        differ("is at Meta and nobody sold it", "event " + held.serial());
      }
    }
  }

  private void checkBatches() {
    for (Batch batch : books.batches()) {
      if (batch.events() != batch.keys()) {
        differ(
            "has not a key for each event",
            "batch %d with %d of %d".formatted(batch.id(), batch.keys(), batch.events()));
      }
      if (batch.holdsPersonalData() == batch.state().equals("delivered")) {
        differ(
            "has personal data it should not have, or lost them",
            "batch %d, %s".formatted(batch.id(), batch.state()));
      }
    }
  }

  /** The formula, from the sums that people see and from the rows that they are the sums of. */
  private void checkUploads() {
    for (Upload upload : books.uploads()) {
      int known = (int) sold.stream().filter(event -> isOf(upload, event)).count();
      int delivered = inBatches(upload, batch -> batch.state().equals("delivered"));
      int quarantined = inBatches(upload, batch -> batch.state().equals("quarantined"));
      int pending = inBatches(upload, batch -> batch.state().equals("pending"));
      Upload counted =
          new Upload(upload.dataset(), upload.tag(), known, delivered, quarantined, pending);
      if (!upload.equals(counted) || known != delivered + quarantined + pending) {
        differ("is reported with wrong sums", "%s, and not %s".formatted(upload, counted));
      }
    }
  }

  private static boolean isOf(Upload upload, Sold event) {
    return event.dataset().equals(upload.dataset()) && event.uploadTag().equals(upload.tag());
  }

  private int inBatches(Upload upload, Predicate<Batch> which) {
    return books.batches().stream()
        .filter(batch -> batch.dataset().equals(upload.dataset()))
        .filter(batch -> batch.uploadTag().equals(upload.tag()))
        .filter(which)
        .mapToInt(Batch::events)
        .sum();
  }

  private void check(Sold event, boolean holds, String otherwise) {
    if (!holds) {
      differ(event, otherwise);
    }
  }

  private void differ(Sold event, String how) {
    differ(how, "event %d of dataset %s".formatted(event.serial(), event.dataset()));
  }

  private void differ(String how, String what) {
    differences.computeIfAbsent(how, kind -> new ArrayList<>()).add(what);
  }
}
