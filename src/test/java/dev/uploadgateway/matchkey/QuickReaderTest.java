package dev.uploadgateway.matchkey;

import static org.assertj.core.api.Assertions.assertThat;

import dev.uploadgateway.conversion.Customer;
import dev.uploadgateway.conversion.Identifier;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The quick way reads as the plain way does, which a trace goes. */
class QuickReaderTest {

  private static final MatchKeyMaker MAKER = new MatchKeyMaker(Matching.CLOCK);
  private static final KeyHasher HASHER = new KeyHasher();
  private static final String ALPHABET =
      " \t\u00a0\u200b\ufeff+-()./#@:;,'’x0123456789abcdefABCDEFlIİıßéÉ\u0301Σς٠１＋×÷µªÿ\"?\u007f\0";
  private static final String[] COUNTRIES = {
    null, "US", "GB", "IT", "DE", "BR", "FI", "RU", "CH", "CA", "MX", "HU"
  };

  private final Random random = new Random(17);

  @Test
  void aHundredThousandCustomersReadTheSameBothWays() {
    for (int i = 0; i < 100_000; i++) {
      var customer = new Customer(identifiers());
      var rules =
          new MatchKeyRules(
              pick(COUNTRIES),
              pick(DateOrder.values()),
              random.nextBoolean(),
              random.nextInt(4) > 0 ? Set.of() : Set.of(Identifier.EMAIL, Identifier.CLICK_ID));

      NormalizedCustomer quick = MAKER.normalize(customer, rules);
      NormalizedCustomer plain = MAKER.trace(customer, rules).customer();

      assertThat(quick.identity()).isEqualTo(plain.identity());
      assertThat(quick.dropped()).isEqualTo(plain.dropped());
      assertThat(written(quick.hash())).isEqualTo(written(plain.hash()));
      assertThat(quick.hash()).isEqualTo(plain.hash());
    }
  }

  @ParameterizedTest
  @CsvSource({
    "em, Maria.Anders@Example.com",
    "ph, +49 303 0074321",
    "ph, 0303 0074321",
    "ph, 2125550123",
    "fn, Maria",
    "ln, O'Brien",
    "db, 1940-12-31",
    "ge, F",
    "ct, São Paulo",
    "st, CA",
    "zp, 04109",
    "country, DE",
    "external_id, ALFKI-7"
  })
  void whatMostCustomersHaveIsReadTheQuickWay(String key, String value) {
    Identifier identifier = Identifier.named(key);
    String country = identifier == Identifier.STATE || value.startsWith("2") ? "us" : "de";
    var customer = new Customer(Map.of(identifier, List.of(value)));
    var draft = new CustomerDraft(1);

    assertThat(
            new QuickReader(customer, country, true, 20_261_123, draft)
                .read(identifier, customer.from(0), customer.to(0)))
        .isTrue();
  }

  @Test
  void everyKnownHashIsThatOfItsWord() {
    List<String> words = new ArrayList<>(List.of("f", "m", "aa", "zz", "de", "ca"));
    List<Integer> numbers =
        new ArrayList<>(
            List.of(
                KnownHashes.ofGender(true),
                KnownHashes.ofGender(false),
                KnownHashes.ofLetters('a', 'a'),
                KnownHashes.ofLetters('z', 'z'),
                KnownHashes.ofLetters('d', 'e'),
                KnownHashes.ofLetters('c', 'a')));
    for (int code = 0; code < 100_000; code += 331) {
      words.add("%05d".formatted(code));
      numbers.add(KnownHashes.ofPostalCode(code));
    }
    LocalDate end = LocalDate.of(2156, 1, 1);
    for (LocalDate day = LocalDate.of(1900, 1, 1); day.isBefore(end); day = day.plusDays(97)) {
      words.add(day.toString().replace("-", ""));
      numbers.add(KnownHashes.ofDay(day.getYear(), day.getMonthValue(), day.getDayOfMonth()));
    }

    var hex = new byte[Sha256.HEX_LENGTH];
    for (int i = 0; i < words.size(); i++) {
      KnownHashes.hex(numbers.get(i), hex, 0);
      assertThat(new String(hex, StandardCharsets.US_ASCII)).isEqualTo(Sha256.hex(words.get(i)));
    }
    assertThat(KnownHashes.ofDay(2156, 1, 1)).isEqualTo(NormalizedValues.TO_HASH);
  }

  /** The hashes as they get into a call, and not by way of a string. */
  private static List<String> written(MatchKeys keys) {
    List<String> written = new ArrayList<>();
    for (int i = 0; i < keys.size(); i++) {
      var hex = new byte[MatchKeys.HASH_LENGTH];
      if (keys.given(i) == null) {
        keys.hash(i, HASHER, hex, 0);
      }
      written.add(keys.identifier(i) + new String(hex, StandardCharsets.US_ASCII));
    }
    return written;
  }

  private Map<Identifier, List<String>> identifiers() {
    Map<Identifier, List<String>> identifiers = new EnumMap<>(Identifier.class);
    for (Identifier identifier : Identifier.values()) {
      if (random.nextInt(3) > 0) {
        List<String> values = new ArrayList<>(List.of(value(identifier)));
        if (random.nextInt(20) == 0) {
          values.add(value(identifier));
        }
        identifiers.put(identifier, values);
      }
    }
    return identifiers;
  }

  private String value(Identifier identifier) {
    String value =
        switch (identifier) {
          case EMAIL ->
              pick("a.b", "Jörg", "john_smith", "x+tag", "")
                  + pick("@", "@@", "")
                  + pick(
                      "Example.com", "a.b.co.uk", "x", "-.de", "exämple.de", "a..b", ".de", "d.");
          case PHONE ->
              pick("+", "+", "00", "", "", "0", "1", "(0)")
                  + pick("49", "1", "44", "39", "7", "55", "36", "358", "0", "")
                  + pick("", " ", "-", "/")
                  + digits(2 + random.nextInt(6))
                  + pick("", " ", "-", ".", "(")
                  + digits(2 + random.nextInt(6))
                  + pick("", "", "", " x12");
          case BIRTH_DATE ->
              random.nextInt(5) == 0
                  ? digits(4) + "-" + digits(2) + "-" + digits(2)
                  : LocalDate.of(1880, 1, 1).plusDays(random.nextInt(56_000)).toString();
          case GENDER -> pick("f", "M", "male", "Frau", "w", "x", "&");
          case STATE ->
              pick("CA", "California", "Ohio", "NRW", "Québec", "é1", "a1", "usca", "São");
          case ZIP ->
              pick(
                  digits(5), digits(5), digits(4), digits(9), "M1 1AE", "é", "1", "D-" + digits(5));
          case COUNTRY -> pick("DE", "us", "Deutschland", "uk", "EL", "BR", "XX", "1a", "[@", "Ü");
          case EXTERNAL_ID -> pick("ALFKI-", "Cust omer_", "Kö") + random.nextInt(1_000);
          case BIRTH_YEAR -> pick("1990", "97", "2030");
          case BIRTH_MONTH, BIRTH_DAY -> pick("2", "02", "30", "Feb");
          default ->
              pick(
                  "Maria",
                  "Zoë",
                  "O'Brien",
                  "JEAN-LUC",
                  "Århus",
                  "ÿ×÷ß",
                  "Łódź",
                  "李",
                  "É",
                  "x",
                  "12",
                  "van der Berg",
                  "ABCDEFGH",
                  "ABCDEFGHIJKLMNOP",
                  "averyveryveryveryveryverylongname");
        };
    if (random.nextInt(40) == 0) {
      return pick("00", "aB").repeat(pick(16, 20, 32, 64));
    }
    return random.nextInt(4) == 0 ? spoiled(value) : value;
  }

  private String spoiled(String value) {
    int at = random.nextInt(value.length() + 1);
    String other =
        random.nextInt(6) == 0
            ? Character.toString(random.nextInt(0x300))
            : Character.toString(ALPHABET.charAt(random.nextInt(ALPHABET.length())));
    return switch (random.nextInt(4)) {
      case 0 -> " " + value + " ";
      case 1 -> value.toUpperCase(Locale.ROOT);
      case 2 -> value.substring(at);
      default -> value.substring(0, at) + other + value.substring(at);
    };
  }

  private String digits(int count) {
    var digits = new StringBuilder();
    for (int i = 0; i < count; i++) {
      digits.append(random.nextInt(10));
    }
    return digits.toString();
  }

  @SafeVarargs
  private <T> T pick(T... choice) {
    return choice[random.nextInt(choice.length)];
  }
}
