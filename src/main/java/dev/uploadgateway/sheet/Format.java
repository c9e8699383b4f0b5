package dev.uploadgateway.sheet;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * How a sheet is written.
 *
 * @param charset null where it is to be found out
 * @param delimiter between cells; null where it is to be found out
 */
public record Format(@Nullable Charset charset, @Nullable Character delimiter) {

  static final Charset WINDOWS_1252 = Charset.forName("windows-1252");

  /** Everything is to be found out. */
  public static final Format UNKNOWN = new Format(null, null);

  private static final List<Charset> CHARSETS =
      List.of(
          StandardCharsets.UTF_8,
          StandardCharsets.UTF_16LE,
          StandardCharsets.UTF_16BE,
          StandardCharsets.UTF_16,
          StandardCharsets.US_ASCII,
          StandardCharsets.ISO_8859_1,
          WINDOWS_1252,
          Charset.forName("ISO-8859-15"));

  private static final Map<String, Character> DELIMITERS =
      Map.of(
          ",",
          ',',
          "comma",
          ',',
          ";",
          ';',
          "semicolon",
          ';',
          "\t",
          '\t',
          "tab",
          '\t',
          "|",
          '|',
          "pipe",
          '|');

  /** The charset of that name, in any case and spelling; empty where sheets are not read in it. */
  public static Optional<Charset> charset(String name) {
    return CHARSETS.stream()
        .filter(charset ->
            charset.name().equalsIgnoreCase(name.strip())
                || charset.aliases().stream().anyMatch(name.strip()::equalsIgnoreCase))
        .findFirst();
  }

  /**
   * The delimiter, given itself or as {@code comma}, {@code semicolon}, {@code tab}, {@code pipe}.
   */
  public static Optional<Character> delimiter(String name) {
    return Optional.ofNullable(DELIMITERS.get(name));
  }
}
