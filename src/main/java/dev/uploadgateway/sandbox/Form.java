package dev.uploadgateway.sandbox;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.net.URLDecoder;
import java.util.HashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Fields by name from a query, a form or a multipart body; the first of several equal names counts.
 */
final class Form {

  private static final Pattern BOUNDARY = Pattern.compile("boundary=\"?([^\";]+)");
  private static final Pattern PART_NAME = Pattern.compile("[; ]name=\"([^\"]*)\"");

  private Form() {}

  static Map<String, String> urlencoded(@Nullable String text) {
    Map<String, String> fields = new HashMap<>();
    if (text == null || text.isEmpty()) {
      return fields;
    }
    for (String pair : text.split("&", -1)) {
      int equals = pair.indexOf('=');
      String name = equals < 0 ? pair : pair.substring(0, equals);
      String value = equals < 0 ? "" : pair.substring(equals + 1);
      fields.putIfAbsent(decoded(name), decoded(value));
    }
    return fields;
  }

  private static String decoded(String text) {
    try {
      return URLDecoder.decode(text, UTF_8);
    } catch (IllegalArgumentException e) {
      return text;
    }
  }

  static Map<String, String> multipart(String contentType, byte[] bytes) {
    Map<String, String> fields = new HashMap<>();
    Matcher boundary = BOUNDARY.matcher(contentType);
    if (!boundary.find()) {
      return fields;
    }
    // Latin-1 keeps one character a byte, so that the parts can be cut out of the text
    String text = "\r\n" + new String(bytes, ISO_8859_1);
    String delimiter = "\r\n--" + boundary.group(1);
    int at = text.indexOf(delimiter);
    while (at >= 0) {
      int head = at + delimiter.length();
      int next = text.indexOf(delimiter, head);
      int blank = text.indexOf("\r\n\r\n", head);
      if (next >= 0 && blank >= 0 && blank < next) {
        Matcher name = PART_NAME.matcher(text.substring(head, blank));
        if (name.find()) {
          byte[] value = text.substring(blank + 4, next).getBytes(ISO_8859_1);
          fields.putIfAbsent(name.group(1), new String(value, UTF_8));
        }
      }
      at = next;
    }
    return fields;
  }
}
