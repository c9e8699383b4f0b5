package dev.uploadgateway.matchkey;

import static dev.uploadgateway.conversion.Identifier.BIRTH_DATE;
import static dev.uploadgateway.conversion.Identifier.BIRTH_DAY;
import static dev.uploadgateway.conversion.Identifier.BIRTH_MONTH;
import static dev.uploadgateway.conversion.Identifier.BIRTH_YEAR;

import dev.uploadgateway.conversion.Identifier;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Collects what was read of one customer, each value once. They come in the order of {@link
 * Identifier}, as a customer has them, so that those of one identifier lie side by side.
 */
final class CustomerDraft {

  /** Bytes of a customer with eleven identifiers. */
  private static final int USUAL = 256;

  private final NormalizedValues values;
  private int end;
  private boolean manyPlain;
  private boolean birthYear;
  private List<DroppedIdentifier> dropped = List.of();

  /** As {@link NormalizedCustomer#hasPhoneOfNoCountry} tells it. */
  boolean phoneOfNoCountry;

  /** The values of the identifier that came last, where it came more than once. */
  private @Nullable Set<Reading.Kept> ofLast;

  /**
   * @param most how many values there can be
   */
  CustomerDraft(int most) {
    values = new NormalizedValues(most, USUAL);
  }

  void add(Identifier identifier, Reading reading) {
    switch (reading) {
      case Reading.Dropped(var reason) -> drop(identifier, reason);
      case Reading.Kept value -> {
        int from = write(value.text());
        keep(
            identifier,
            from,
            end,
            value.toHash() ? NormalizedValues.TO_HASH : NormalizedValues.AS_IS);
      }
    }
  }

  /**
   * Where the next value may be written.
   *
   * @param most bytes that it may take
   */
  byte[] room(int most) {
    if (values.utf8.length - end < most) {
      values.utf8 = Arrays.copyOf(values.utf8, Math.max(2 * values.utf8.length, end + most));
    }
    return values.utf8;
  }

  /** Where the values so far end. */
  int end() {
    return end;
  }

  /**
   * Keeps a value that was written behind {@link #end}.
   *
   * @param way as in {@link NormalizedValues}
   */
  void keep(Identifier identifier, int from, int to, int way) {
    int size = values.size;
    values.identifiers[size] = identifier;
    values.starts[size] = from;
    values.ends[size] = to;
    values.ways[size] = way;
    if (isRepeated(size)) {
      return;
    }
    manyPlain |= identifier.form() == Identifier.Form.PLAIN && isAt(size - 1, identifier);
    birthYear |= identifier == BIRTH_YEAR;
    values.size = size + 1;
    end = to;
  }

  NormalizedCustomer finish(Supplier<LocalDate> today) {
    if (manyPlain) {
      keepOneOfThePlain();
    }
    if (birthYear) {
      joinBirthDate(today.get());
    }
    return new NormalizedCustomer(values, dropped, phoneOfNoCountry);
  }

  /** Writes a text behind the values so far and tells where it begins. */
  private int write(String text) {
    byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
    int from = end;
    System.arraycopy(utf8, 0, room(utf8.length), from, utf8.length);
    end = from + utf8.length;
    return from;
  }

  private boolean isRepeated(int index) {
    if (!isAt(index - 1, values.identifiers[index])) {
      ofLast = null;
      return false;
    }
    if (ofLast == null) {
      ofLast = new HashSet<>();
      ofLast.add(values.kept(index - 1));
    }
    return !ofLast.add(values.kept(index));
  }

  private void drop(Identifier identifier, DropReason reason) {
    if (dropped.isEmpty()) {
      dropped = new ArrayList<>();
    }
    dropped.add(new DroppedIdentifier(identifier, reason));
  }

  /**
   * Meta takes lists of what is hashed only ("Customer Information Parameters"): of others the
   * first value that can be used is sent.
   */
  private void keepOneOfThePlain() {
    int kept = 0;
    for (int i = 0; i < values.size; i++) {
      Identifier identifier = values.identifiers[i];
      boolean surplus =
          kept > 0
              && values.identifiers[kept - 1] == identifier
              && identifier.form() == Identifier.Form.PLAIN;
      if (surplus) {
        drop(identifier, DropReason.ONE_VALUE_ONLY);
      } else {
        values.copy(i, kept++);
      }
    }
    values.size = kept;
  }

  /**
   * Year, month and day are the date that Meta asks for, if each came once and the date did not
   * come itself.
   */
  private void joinBirthDate(LocalDate today) {
    int year = Arrays.asList(values.identifiers).indexOf(BIRTH_YEAR);
    boolean eachOnce =
        !isAt(year - 1, BIRTH_DATE)
            && isAt(year + 1, BIRTH_MONTH)
            && isAt(year + 2, BIRTH_DAY)
            && !isAt(year + 3, BIRTH_DAY);
    if (!eachOnce || !values.toHash(year) || !values.toHash(year + 1) || !values.toHash(year + 2)) {
      return;
    }
    Reading date = BirthDates.of(number(year), number(year + 1), number(year + 2), today);
    int behind = year;
    switch (date) {
      case Reading.Kept whole -> {
        values.identifiers[year] = BIRTH_DATE;
        values.starts[year] = write(whole.text());
        values.ends[year] = end;
        behind++;
      }
      case Reading.Dropped(var reason) -> {
        drop(BIRTH_YEAR, reason);
        drop(BIRTH_MONTH, reason);
        drop(BIRTH_DAY, reason);
      }
    }
    for (int i = year + 3; i < values.size; i++) {
      values.copy(i, behind++);
    }
    values.size = behind;
  }

  private boolean isAt(int index, Identifier identifier) {
    return index >= 0 && index < values.size && values.identifiers[index] == identifier;
  }

  private int number(int index) {
    return Integer.parseInt(values.text(index));
  }
}
