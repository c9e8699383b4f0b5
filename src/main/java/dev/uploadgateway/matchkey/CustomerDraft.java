package dev.uploadgateway.matchkey;

import static dev.uploadgateway.conversion.Identifier.BIRTH_DATE;
import static dev.uploadgateway.conversion.Identifier.BIRTH_DAY;
import static dev.uploadgateway.conversion.Identifier.BIRTH_MONTH;
import static dev.uploadgateway.conversion.Identifier.BIRTH_YEAR;

import dev.uploadgateway.conversion.Identifier;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/** Collects what was read of one customer; each value once, in the order in which they came. */
final class CustomerDraft {

  private final Map<Identifier, List<Reading.Kept>> kept = new EnumMap<>(Identifier.class);
  private final List<DroppedIdentifier> dropped = new ArrayList<>();

  void add(Identifier identifier, Reading reading) {
    switch (reading) {
      case Reading.Dropped(var reason) -> dropped.add(new DroppedIdentifier(identifier, reason));
      case Reading.Kept value -> keep(identifier, value);
    }
  }

  NormalizedCustomer finish(LocalDate today) {
    kept.replaceAll((identifier, values) -> distinct(values));
    kept.replaceAll(this::one);
    joinBirthDate(today);
    return new NormalizedCustomer(kept, dropped);
  }

  /**
   * Year, month and day are the date that Meta asks for, if each came once and the date did not
   * come itself.
   */
  private void joinBirthDate(LocalDate today) {
    if (kept.containsKey(BIRTH_DATE)
        || !(isSingle(BIRTH_YEAR) && isSingle(BIRTH_MONTH) && isSingle(BIRTH_DAY))) {
      return;
    }
    Reading date = BirthDates.of(number(BIRTH_YEAR), number(BIRTH_MONTH), number(BIRTH_DAY), today);
    for (Identifier part : List.of(BIRTH_YEAR, BIRTH_MONTH, BIRTH_DAY)) {
      kept.remove(part);
      if (date instanceof Reading.Dropped) {
        add(part, date);
      }
    }
    if (date instanceof Reading.Kept value) {
      keep(BIRTH_DATE, value);
    }
  }

  /**
   * Meta takes lists of what is hashed only ("Customer Information Parameters"): of others the
   * first value that can be used is sent.
   */
  private List<Reading.Kept> one(Identifier identifier, List<Reading.Kept> values) {
    if (identifier.form() == Identifier.Form.HASHED || values.size() == 1) {
      return values;
    }
    for (int i = 1; i < values.size(); i++) {
      dropped.add(new DroppedIdentifier(identifier, DropReason.ONE_VALUE_ONLY));
    }
    return values.subList(0, 1);
  }

  private void keep(Identifier identifier, Reading.Kept value) {
    kept.computeIfAbsent(identifier, first -> new ArrayList<>(1)).add(value);
  }

  private static List<Reading.Kept> distinct(List<Reading.Kept> values) {
    return values.size() == 1 ? values : values.stream().distinct().toList();
  }

  private boolean isSingle(Identifier part) {
    List<Reading.Kept> values = kept.getOrDefault(part, List.of());
    return values.size() == 1 && values.getFirst().toHash();
  }

  private int number(Identifier part) {
    return Integer.parseInt(kept.getOrDefault(part, List.of()).getFirst().text());
  }
}
