package dev.uploadgateway.audit;

import java.util.Collection;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.security.authentication.AnonymousAuthenticationToken;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.stereotype.Component;
import tools.jackson.databind.json.JsonMapper;

/**
 * Writes down who did what. What is recorded within a transaction is there if and only if what it
 * tells of was done; so record where the act commits.
 */
@Component
public class Audit {

  /** What nobody asked for in a request. */
  static final String GATEWAY = "gateway";

  /** Ids and words, in which neither an address nor a name nor a sentence fits. */
  private static final Pattern WORD = Pattern.compile("[A-Za-z0-9_.:*-]{1,100}");

  private static final int LONGEST_NAME = 300;
  private static final JsonMapper JSON = new JsonMapper();

  private final JdbcClient jdbc;

  Audit(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  /**
   * Records what the caller of the present request did; where there is no request, the gateway
   * itself.
   *
   * @param dataset the id of the dataset that it is about; null where it is about none
   * @param target the id of what it was done to; null where that is the dataset, or many
   * @param details by name: numbers, booleans, ids and words, and lists of these
   * @throws IllegalArgumentException if the target or a detail is none of these, as it might be of
   *     a customer
   */
  public void record(
      Action action, @Nullable String dataset, @Nullable String target, Map<String, ?> details) {
    recordBy(who(), action, dataset, target, details);
  }

  /**
   * The same where the security context does not know yet who it was.
   *
   * @param who as {@link java.security.Principal#getName()}
   */
  public void recordBy(
      String who,
      Action action,
      @Nullable String dataset,
      @Nullable String target,
      Map<String, ?> details) {
    if (target != null) {
      requireWord(target);
    }
    details.values().forEach(Audit::requireWords);
    jdbc.sql(AuditSql.APPEND)
        .param("who", who.substring(0, Math.min(LONGEST_NAME, who.length())))
        .param("what", action.word())
        .param("dataset", dataset)
        .param("target", target)
        .param("details", JSON.writeValueAsString(details))
        .update();
  }

  private static String who() {
    Authentication known = SecurityContextHolder.getContext().getAuthentication();
    return known == null || known instanceof AnonymousAuthenticationToken
        ? GATEWAY
        : known.getName();
  }

  private static void requireWords(Object detail) {
    switch (detail) {
      case Number _, Boolean _ -> {}
      case Collection<?> list -> list.forEach(Audit::requireWords);
      default -> requireWord(detail);
    }
  }

  /** Without the value in the message. */
  private static void requireWord(Object detail) {
    if (!(detail instanceof String word) || !WORD.matcher(word).matches()) {
      throw new IllegalArgumentException("The audit takes ids, words and counts only");
    }
  }
}
