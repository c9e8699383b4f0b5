package dev.uploadgateway.facade;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.net.URLDecoder;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Fields of a query, a form or a multipart body. Read here, as the server would keep the parts of
 * the latter in files, and people have no place there.
 */
final class Form {

  /** Calls have a dozen. */
  private static final int MOST_FIELDS = 100;

  private static final Pattern BOUNDARY =
      Pattern.compile("(?i);\\s*boundary=(?:\"([^\"]{1,70})\"|([^\\s;\"]{1,70}))");
  private static final Pattern NAME =
      Pattern.compile(
          "(?im)^content-disposition:[^\r\n]*[; ]name=(?:\"([^\"\r\n]*)\"|([^\\s;\"]+))");

  private Form() {}

  /** Of several fields of one name the last counts, as with Meta. */
  static void readUrlencoded(@Nullable String text, Map<String, String> fields) {
    if (text == null || text.isEmpty()) {
      return;
    }
    String[] pairs = text.split("&", MOST_FIELDS + 1);
    if (pairs.length > MOST_FIELDS) {
      throw tooManyFields();
    }
    for (String pair : pairs) {
      int equals = pair.indexOf('=');
      if (equals > 0) {
        fields.put(decoded(pair.substring(0, equals)), decoded(pair.substring(equals + 1)));
      }
    }
  }

  static void readMultipart(String contentType, byte[] body, Map<String, String> fields) {
    Matcher boundary = BOUNDARY.matcher(contentType);
    if (!boundary.find()) {
      throw GraphError.invalidParameter("The Content-Type names no boundary").refusal();
    }
    String given = boundary.group(1) == null ? boundary.group(2) : boundary.group(1);
    // Latin-1 keeps a character a byte, so that the parts can be cut out of the text.
    String text = "\r\n" + new String(body, ISO_8859_1);
    String delimiter = "\r\n--" + new String(given.getBytes(UTF_8), ISO_8859_1);
    int found = 0;
    int at = text.indexOf(delimiter);
    while (at >= 0 && !text.startsWith("--", at + delimiter.length())) {
      int head = at + delimiter.length();
      int next = text.indexOf(delimiter, head);
      int blank = text.indexOf("\r\n\r\n", head);
      if (next < 0 || blank < 0 || blank > next) {
        throw GraphError.invalidParameter("The multipart body is malformed").refusal();
      }
      if (++found > MOST_FIELDS) {
        throw tooManyFields();
      }
      Matcher name = NAME.matcher(text.substring(head, blank));
      if (name.find()) {
        byte[] value = text.substring(Math.min(blank + 4, next), next).getBytes(ISO_8859_1);
        String field = name.group(1) == null ? name.group(2) : name.group(1);
        fields.put(field, new String(value, UTF_8));
      }
      at = next;
    }
    if (at < 0) {
      throw GraphError.invalidParameter("The multipart body ends without its boundary").refusal();
    }
  }

  private static String decoded(String text) {
    try {
      return URLDecoder.decode(text, UTF_8);
    } catch (IllegalArgumentException e) {
      throw GraphError.invalidParameter("A parameter has a malformed percent sign").refusal();
    }
  }

  private static Refusal tooManyFields() {
    return GraphError.invalidParameter("A call has at most %d parameters".formatted(MOST_FIELDS))
        .refusal();
  }
}
