package dev.uploadgateway.file;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;

/** Files of sales as a till exports them, some of whose rows nobody can use. */
public final class Sales {

  public static final String HEADER = "Bestellnummer;Datum;E-Mail;Vorname;Betrag;Währung;Notiz\n";

  private static final DateTimeFormatter MINUTES =
      DateTimeFormatter.ofPattern("dd.MM.yyyy HH:mm").withZone(ZoneOffset.UTC);

  /** One for all files, so that an order that is exported again is the same. */
  private static final Instant END = Instant.now().minusSeconds(3600);

  private Sales() {}

  /**
   * @param first number of the first order
   * @param wrongEach one row in so many is wrong; zero for none
   */
  public static String rows(int first, int count, int wrongEach) {
    StringBuilder rows = new StringBuilder();
    for (int i = first; i < first + count; i++) {
      boolean wrong = wrongEach > 0 && i % wrongEach == 0;
      rows.append("F%d;%s;".formatted(i, MINUTES.format(END.minusSeconds(i % 86_400))))
          .append(wrong ? "marked-%d@example.com;Zoë;twelve;".formatted(i) : "")
          .append(wrong ? "" : "customer-%d@example.com;Zoë;1.%03d,50;".formatted(i, i % 1000))
          .append("EUR;\"a \"\"note\"\";\nof two lines\"\n");
    }
    return rows.toString();
  }
}
