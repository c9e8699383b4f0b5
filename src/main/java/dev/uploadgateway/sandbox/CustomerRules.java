package dev.uploadgateway.sandbox;

import static dev.uploadgateway.sandbox.Violation.Reason.CUSTOMER_UNKNOWABLE;
import static dev.uploadgateway.sandbox.Violation.Reason.INVALID;
import static dev.uploadgateway.sandbox.Violation.Reason.LEAD_ID_INVALID;
import static dev.uploadgateway.sandbox.Violation.Reason.NOT_HASHED;

import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * What Meta refuses of {@code user_data} and {@code match_keys}: hashing as in "Customer
 * Information Parameters" and the Offline Conversions API's "Match Keys", combinations that
 * identify nobody as in "Best Practices".
 *
 * <p>Stricter than what is known of Meta: a key that the dialect does not have is refused, as it is
 * a mistake of translation, and so is the hash of nothing.
 */
final class CustomerRules {

  private static final String HASH_OF_NOTHING =
      "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";

  private static final List<Set<String>> NOT_ENOUGH_ALONE =
      List.of(
          Set.of("ct", "country", "st", "zp", "ge", "client_user_agent"),
          Set.of("db", "client_user_agent"),
          Set.of("fn", "ge"),
          Set.of("ln", "ge"));

  private CustomerRules() {}

  static @Nullable Violation check(JsonNode event, Dialect dialect) {
    JsonNode customer = event.path(dialect.customer());
    JsonNode externId = event.path("extern_id");
    boolean hasExternId = dialect == Dialect.OFFLINE_CONVERSIONS_API && isIdentifier(externId);
    if (customer.isMissingNode() && hasExternId) {
      return null;
    }
    if (!customer.isObject()) {
      return CUSTOMER_UNKNOWABLE.because(dialect.customer() + " is required");
    }
    Set<String> keys = new HashSet<>();
    for (Map.Entry<String, JsonNode> entry : customer.properties()) {
      Violation violation = identifier(entry.getKey(), entry.getValue(), dialect);
      if (violation != null) {
        return violation;
      }
      keys.add(canonical(entry.getKey()));
    }
    boolean unknowable = NOT_ENOUGH_ALONE.stream().anyMatch(weak -> weak.containsAll(keys));
    return unknowable && !hasExternId
        ? CUSTOMER_UNKNOWABLE.because("the customer cannot be told from these keys alone")
        : null;
  }

  private static @Nullable Violation identifier(String key, JsonNode value, Dialect dialect) {
    if (!dialect.knows(key)) {
      return INVALID.because("unexpected key in %s: %s".formatted(dialect.customer(), key));
    }
    if (!value.isArray()) {
      return single(key, value, dialect);
    }
    if (value.isEmpty() || dialect.mustBePlain(key)) {
      return INVALID.because(
          value.isEmpty() ? key + " is an empty list" : key + " takes one value");
    }
    for (JsonNode each : value) {
      Violation violation = single(key, each, dialect);
      if (violation != null) {
        return violation;
      }
    }
    return null;
  }

  private static @Nullable Violation single(String key, JsonNode value, Dialect dialect) {
    if (!isIdentifier(value)) {
      return INVALID.because(key + " is empty or not a string");
    }
    String text = value.asString();
    boolean hash = isHash(text);
    if (text.equals(HASH_OF_NOTHING)) {
      return NOT_HASHED.because(key + " is the hash of an empty string");
    }
    if (dialect.mustBeHashed(key) && !hash) {
      return NOT_HASHED.because(key + " must be the lowercase hex of a SHA-256 hash");
    }
    if (key.equals("lead_id") && !isLeadId(text, dialect)) {
      return LEAD_ID_INVALID.because("lead_id is not the id of a lead");
    }
    return dialect.mustBePlain(key) && hash ? INVALID.because(key + " must not be hashed") : null;
  }

  private static boolean isIdentifier(JsonNode value) {
    return value.isIntegralNumber() || (value.isString() && !value.stringValue().isBlank());
  }

  private static boolean isHash(String text) {
    if (text.length() != 64) {
      return false;
    }
    for (int i = 0; i < 64; i++) {
      char c = text.charAt(i);
      if ((c < '0' || c > '9') && (c < 'a' || c > 'f')) {
        return false;
      }
    }
    return true;
  }

  /** 15 or 16 digits today; the Offline Conversions API's own sample has five. */
  private static boolean isLeadId(String text, Dialect dialect) {
    boolean digits = text.chars().allMatch(c -> c >= '0' && c <= '9');
    boolean offline = dialect == Dialect.OFFLINE_CONVERSIONS_API;
    return digits && text.length() <= 16 && (offline || text.length() >= 15);
  }

  private static String canonical(String key) {
    return switch (key) {
      case "gen" -> "ge";
      case "zip" -> "zp";
      default -> key;
    };
  }
}
