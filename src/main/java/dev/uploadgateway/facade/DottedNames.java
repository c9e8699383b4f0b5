package dev.uploadgateway.facade;

/**
 * Puts names such as {@code action.type} into quotes: the page of the Offline Conversions API
 * writes them without ("Set Ad Tracking"), and for a dot no reader of JSON takes them then.
 */
final class DottedNames {

  private DottedNames() {}

  static String quoted(String json) {
    StringBuilder quoted = new StringBuilder(json.length() + 16);
    boolean nameMayBegin = false;
    int at = 0;
    while (at < json.length()) {
      char first = json.charAt(at);
      int end = at + 1;
      if (first == '"' || first == '\'') {
        end = endOfText(json, at);
        nameMayBegin = false;
      } else if (nameMayBegin && Character.isJavaIdentifierStart(first)) {
        end = endOfName(json, at);
        nameMayBegin = false;
      } else if (!Character.isWhitespace(first)) {
        nameMayBegin = first == '{' || first == ',';
      }
      String piece = json.substring(at, end);
      boolean dotted =
          Character.isJavaIdentifierStart(first) && piece.indexOf('.') > 0 && isName(json, end);
      quoted.append(dotted ? '"' + piece + '"' : piece);
      at = end;
    }
    return quoted.toString();
  }

  private static int endOfText(String json, int from) {
    int at = from + 1;
    while (at < json.length() && json.charAt(at) != json.charAt(from)) {
      at += json.charAt(at) == '\\' ? 2 : 1;
    }
    return Math.min(at + 1, json.length());
  }

  private static int endOfName(String json, int from) {
    int at = from;
    while (at < json.length()
        && (Character.isJavaIdentifierPart(json.charAt(at)) || json.charAt(at) == '.')) {
      at++;
    }
    return at;
  }

  /** A colon follows; without one it is something else that is wrong. */
  private static boolean isName(String json, int end) {
    int at = end;
    while (at < json.length() && Character.isWhitespace(json.charAt(at))) {
      at++;
    }
    return at < json.length() && json.charAt(at) == ':';
  }
}
