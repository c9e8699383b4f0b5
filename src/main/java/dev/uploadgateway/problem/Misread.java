package dev.uploadgateway.problem;

import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import tools.jackson.core.JacksonException;
import tools.jackson.core.TokenStreamLocation;
import tools.jackson.core.exc.StreamConstraintsException;
import tools.jackson.core.exc.StreamReadException;
import tools.jackson.databind.DatabindException;
import tools.jackson.databind.exc.UnrecognizedPropertyException;

/**
 * Says what is wrong with a JSON body: where, and never what it holds, as Jackson's own messages
 * do.
 */
final class Misread {

  private Misread() {}

  static Problem of(@Nullable Throwable cause) {
    return switch (cause) {
      case UnrecognizedPropertyException e ->
          badRequest("unknown_field", "The member " + path(e) + " is unknown")
              .with("field", path(e));
      case DatabindException e when !e.getPath().isEmpty() ->
          badRequest("invalid_field", "The value of " + path(e) + " is of the wrong type")
              .with("field", path(e));
      case StreamConstraintsException _ ->
          new Problem(
              HttpStatus.CONTENT_TOO_LARGE,
              "body_too_large",
              "The body is larger, or nested deeper, than is taken at once");
      case StreamReadException e -> malformed("The body is not JSON" + encoding(e) + position(e));
      case JacksonException e -> malformed("The body is not the JSON expected" + position(e));
      case null, default -> malformed("The body is missing or cannot be read");
    };
  }

  /** As a reader of JSON would write it: {@code contents[2].price}. */
  private static String path(DatabindException e) {
    return e.getPath().stream()
        .map(step ->
            step.getPropertyName() == null
                ? "[" + step.getIndex() + "]"
                : "." + step.getPropertyName())
        .collect(Collectors.joining())
        .replaceFirst("^\\.", "");
  }

  /** The parser's own message would quote the bytes. */
  private static String encoding(StreamReadException e) {
    String message = e.getOriginalMessage();
    return message != null && message.startsWith("Invalid UTF-8") ? " in UTF-8" : "";
  }

  private static String position(JacksonException e) {
    TokenStreamLocation at = e.getLocation();
    return at == null || at.getLineNr() < 1
        ? ""
        : ": line %d, column %d".formatted(at.getLineNr(), at.getColumnNr());
  }

  private static Problem malformed(String detail) {
    return badRequest("malformed_json", detail);
  }

  private static Problem badRequest(String code, String detail) {
    return new Problem(HttpStatus.BAD_REQUEST, code, detail);
  }
}
