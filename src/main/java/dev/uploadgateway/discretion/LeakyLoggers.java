package dev.uploadgateway.discretion;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Loggers of libraries that quote, below INFO, what a request or a statement holds, with what each
 * of them was seen or is documented to quote. A name stands for itself and all below it.
 */
final class LeakyLoggers {

  private LeakyLoggers() {}

  /** In the order in which a request meets them. */
  static final Map<String, String> REASONS = reasons();

  private static Map<String, String> reasons() {
    Map<String, String> reasons = new LinkedHashMap<>();
    reasons.put(
        "org.apache.coyote", "bytes of requests as they arrive, addresses that cannot be read");
    reasons.put("org.apache.tomcat", "names and values of parameters, cookies, bytes of sockets");
    reasons.put("org.apache.catalina", "addresses with their queries, parameters, ids of sessions");
    reasons.put("org.springframework.security", "addresses with their queries, tokens of logins");
    reasons.put("org.springframework.session", "ids and attributes of sessions");
    reasons.put(
        "org.springframework.web",
        "bodies read and written, arguments of handlers, fields of forms");
    reasons.put("org.springframework.http", "bodies read and written");
    reasons.put("org.springframework.core", "bodies encoded and decoded, values of properties");
    reasons.put(
        "org.springframework.boot", "values of properties as they are bound, models of errors");
    reasons.put("org.springframework.beans", "values of properties as they are injected");
    reasons.put("org.springframework.jdbc", "every parameter of every statement");
    reasons.put("org.springframework.data", "arguments of queries");
    reasons.put("org.springframework.orm", "entities as they are merged");
    reasons.put("org.springframework.validation", "values that do not bind");
    reasons.put("org.hibernate", "parameters, columns read, entities with their properties");
    reasons.put("org.postgresql", "every parameter of every statement, and rows of answers");
    reasons.put("com.zaxxer.hikari", "properties of the data source");
    reasons.put("reactor.netty", "heads and bodies of calls to Meta, which carry the token");
    reasons.put("io.netty", "buffers, names that are looked up");
    reasons.put("org.springframework.oxm", "documents read and written");
    reasons.put("org.thymeleaf", "values of expressions on pages");
    reasons.put("tools.jackson", "documents that cannot be read");
    reasons.put("com.fasterxml.jackson", "documents that cannot be read");
    reasons.put("com.nimbusds", "tokens that are checked");
    reasons.put("jdk.internal.httpclient", "heads of requests");
    reasons.put("sun.net.www", "heads of requests");
    return reasons;
  }

  /** What the logger of that name may quote; empty where nothing is known against it. */
  static Optional<String> reasonAgainst(String logger) {
    return REASONS.entrySet().stream()
        .filter(entry ->
            logger.startsWith(entry.getKey())
                && (logger.length() == entry.getKey().length()
                    || logger.charAt(entry.getKey().length()) == '.'))
        .map(Map.Entry::getValue)
        .findFirst();
  }
}
