package dev.uploadgateway.matchkey;

import static dev.uploadgateway.conversion.Identifier.BIRTH_DATE;
import static dev.uploadgateway.conversion.Identifier.BIRTH_DAY;
import static dev.uploadgateway.conversion.Identifier.BIRTH_MONTH;
import static dev.uploadgateway.conversion.Identifier.BIRTH_YEAR;

import dev.uploadgateway.conversion.Identifier;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Collects what was read of one customer, each value once. They come in the order of {@link
 * Identifier}, as a customer has them, so that those of one identifier lie side by side.
 */
final class CustomerDraft {

  private final Identifier[] identifiers;
  private final Reading.Kept[] values;
  private int size;
  private boolean manyPlain;
  private boolean birthYear;
  private final List<DroppedIdentifier> dropped = new ArrayList<>(0);

  /** The values of the identifier that came last, where it came more than once. */
  private @Nullable Set<Reading.Kept> ofLast;

  /**
   * @param most how many values there can be
   */
  CustomerDraft(int most) {
    identifiers = new Identifier[most];
    values = new Reading.Kept[most];
  }

  void add(Identifier identifier, Reading reading) {
    switch (reading) {
      case Reading.Dropped(var reason) -> drop(identifier, reason);
      case Reading.Kept value -> keep(identifier, value);
    }
  }

  NormalizedCustomer finish(LocalDate today) {
    if (manyPlain) {
      keepOneOfThePlain();
    }
    if (birthYear) {
      joinBirthDate(today);
    }
    return new NormalizedCustomer(
        Arrays.copyOf(identifiers, size), Arrays.copyOf(values, size), dropped);
  }

  private void keep(Identifier identifier, Reading.Kept value) {
    if (isRepeated(identifier, value)) {
      return;
    }
    manyPlain |= identifier.form() == Identifier.Form.PLAIN && isAt(size - 1, identifier);
    birthYear |= identifier == BIRTH_YEAR;
    identifiers[size] = identifier;
    values[size++] = value;
  }

  private boolean isRepeated(Identifier identifier, Reading.Kept value) {
    if (!isAt(size - 1, identifier)) {
      ofLast = null;
      return false;
    }
    if (ofLast == null) {
      ofLast = new HashSet<>();
      ofLast.add(values[size - 1]);
    }
    return !ofLast.add(value);
  }

  private void drop(Identifier identifier, DropReason reason) {
    dropped.add(new DroppedIdentifier(identifier, reason));
  }

  /**
   * Meta takes lists of what is hashed only ("Customer Information Parameters"): of others the
   * first value that can be used is sent.
   */
  private void keepOneOfThePlain() {
    int kept = 0;
    for (int i = 0; i < size; i++) {
      Identifier identifier = identifiers[i];
      boolean surplus =
          kept > 0
              && identifiers[kept - 1] == identifier
              && identifier.form() == Identifier.Form.PLAIN;
      if (surplus) {
        drop(identifier, DropReason.ONE_VALUE_ONLY);
      } else {
        identifiers[kept] = identifier;
        values[kept++] = values[i];
      }
    }
    size = kept;
  }

  /**
   * Year, month and day are the date that Meta asks for, if each came once and the date did not
   * come itself.
   */
  private void joinBirthDate(LocalDate today) {
    int year = Arrays.asList(identifiers).indexOf(BIRTH_YEAR);
    boolean eachOnce =
        !isAt(year - 1, BIRTH_DATE)
            && isAt(year + 1, BIRTH_MONTH)
            && isAt(year + 2, BIRTH_DAY)
            && !isAt(year + 3, BIRTH_DAY);
    if (!eachOnce
        || !values[year].toHash()
        || !values[year + 1].toHash()
        || !values[year + 2].toHash()) {
      return;
    }
    Reading date = BirthDates.of(number(year), number(year + 1), number(year + 2), today);
    int replaced = 0;
    switch (date) {
      case Reading.Kept whole -> {
        identifiers[year] = BIRTH_DATE;
        values[year] = whole;
        replaced = 1;
      }
      case Reading.Dropped(var reason) -> {
        drop(BIRTH_YEAR, reason);
        drop(BIRTH_MONTH, reason);
        drop(BIRTH_DAY, reason);
      }
    }
    int behind = size - (year + 3);
    System.arraycopy(identifiers, year + 3, identifiers, year + replaced, behind);
    System.arraycopy(values, year + 3, values, year + replaced, behind);
    size = year + replaced + behind;
  }

  private boolean isAt(int index, Identifier identifier) {
    return index >= 0 && index < size && identifiers[index] == identifier;
  }

  private int number(int index) {
    return Integer.parseInt(values[index].text());
  }
}
