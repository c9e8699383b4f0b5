package dev.uploadgateway;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Stream;

/** A customer and secrets that stand nowhere else, so that any trace of them is one. */
public final class Marked {

  public static final String BAD_TOKEN = "bad-zqtoken-8d1c";
  public static final String GOOD_TOKEN = "good-zqtoken-77f0";
  public static final String APP_SECRET = "zqappsecret-51aa";
  public static final String UNKNOWN_KEY = "gw_zqunknownkey_0123456789abcdef0123456789abcdef";

  public static final String EMAIL = "zqmark.mail@example.com";

  public static final String CUSTOMER =
      """
      {"email": " Zqmark.Mail@Example.COM", "phone": "+49 (1512) 345 98 76", "fn": "Zqfirst", "ln": "Zqlast",
       "ct": "Zqtown", "extern_id": "zqextern-42", "client_user_agent": "zqagent/1.0"}
      """;

  /** As they are sent. */
  private static final List<String> RAW =
      List.of(
          "Zqmark.Mail@Example.COM",
          "(1512) 345 98 76",
          "Zqfirst",
          "Zqlast",
          "Zqtown",
          "zqextern-42",
          "zqagent/1.0");

  /** As they are hashed. */
  public static final List<String> NORMALIZED =
      List.of(EMAIL, "4915123459876", "zqfirst", "zqlast", "zqtown", "zqextern-42");

  private static final List<String> SECRETS =
      List.of(BAD_TOKEN, GOOD_TOKEN, APP_SECRET, UNKNOWN_KEY);

  private Marked() {}

  /** Shows where a trace was found, and not the whole haystack. */
  public static void assertNoTrace(String haystack, String where) {
    String lower = haystack.toLowerCase(Locale.ROOT);
    for (String trace : traces()) {
      int at = lower.indexOf(trace);
      String around =
          at < 0 ? "" : lower.substring(Math.max(0, at - 300), Math.min(lower.length(), at + 100));
      assertThat(around).as("%s in %s", trace, where).isEmpty();
    }
  }

  /**
   * Everything that must not be found, in lower case: as text, as its bytes in hex, and the hashes
   * of the customer's. Of a hash half is enough, as an event key that were one would show only
   * that.
   */
  public static Set<String> traces() {
    Set<String> traces = new LinkedHashSet<>();
    Stream.of(RAW, NORMALIZED, SECRETS)
        .flatMap(List::stream)
        .forEach(text -> {
          traces.add(text.toLowerCase(Locale.ROOT));
          traces.add(hex(text.getBytes(StandardCharsets.UTF_8)));
        });
    Stream.of(RAW, NORMALIZED)
        .flatMap(List::stream)
        .forEach(text -> traces.add(sha256(text).substring(0, 32)));
    return traces;
  }

  public static String sha256(String text) {
    try {
      return hex(
          MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8)));
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError(e);
    }
  }

  private static String hex(byte[] bytes) {
    return HexFormat.of().formatHex(bytes);
  }
}
