package dev.uploadgateway.problem;

import java.net.URI;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ProblemDetail;
import org.springframework.http.ResponseEntity;

/**
 * Why a request is not answered as hoped, thrown by whoever notices. It costs no stack trace, as it
 * is an answer and not a bug, and is logged nowhere.
 *
 * <p>The code is part of the interface: clients decide on it. The detail is for people, may be
 * reworded, and holds nothing of a customer's and no secret.
 */
public final class Problem extends RuntimeException {

  private static final long serialVersionUID = 1;

  private final HttpStatus status;
  private final String code;
  private final String detail;
  private final transient Map<String, Object> members;
  private final transient Map<String, String> headers;

  /**
   * @param status the answer's status, 400 or above
   * @param code stable, in snake_case
   * @param detail one sentence that says what to do about it
   */
  public Problem(HttpStatus status, String code, String detail) {
    this(status, code, detail, Map.of(), Map.of());
  }

  private Problem(
      HttpStatus status,
      String code,
      String detail,
      Map<String, Object> members,
      Map<String, String> headers) {
    super(code, null, false, false);
    this.status = status;
    this.code = code;
    this.detail = detail;
    this.members = members;
    this.headers = headers;
  }

  /** The same with a further member in its answer; a null value adds nothing. */
  public Problem with(String member, @Nullable Object value) {
    if (value == null) {
      return this;
    }
    Map<String, Object> more = new LinkedHashMap<>(members);
    more.put(member, value);
    return new Problem(status, code, detail, more, headers);
  }

  /** The same with a further header on its answer, such as {@code Retry-After}. */
  public Problem withHeader(String name, String value) {
    Map<String, String> more = new HashMap<>(headers);
    more.put(name, value);
    return new Problem(status, code, detail, members, more);
  }

  public HttpStatus status() {
    return status;
  }

  public String code() {
    return code;
  }

  public String detail() {
    return detail;
  }

  /** What clients may work with beside the code, by name. */
  public Map<String, Object> members() {
    return Map.copyOf(members);
  }

  /** A header of the answer, such as {@code Retry-After}; null where it has none of that name. */
  public @Nullable String header(String name) {
    return headers.get(name);
  }

  /** As {@code application/problem+json}, whatever the client said it accepts. */
  ResponseEntity<Object> answer(HttpHeaders further) {
    ProblemDetail body = ProblemDetail.forStatusAndDetail(status, detail);
    body.setTitle(status.getReasonPhrase());
    body.setType(URI.create("about:blank"));
    body.setProperty("code", code);
    members.forEach(body::setProperty);
    return ResponseEntity.status(status)
        .headers(further)
        .headers(own -> headers.forEach(own::set))
        .contentType(MediaType.APPLICATION_PROBLEM_JSON)
        .body(body);
  }
}
