package dev.uploadgateway.setup;

import dev.uploadgateway.problem.Problem;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import tools.jackson.databind.JsonNode;

/**
 * What callers give, checked before it is put into a path or sent to Meta. Wherever it stands, in
 * path, query or body: it is a parameter of Meta's, and named as such.
 */
final class Given {

  private static final Pattern ID = Pattern.compile("[A-Za-z0-9_-]{1,64}");
  private static final Pattern NAME = Pattern.compile("[a-z0-9_.]{1,64}");

  private Given() {}

  /** Meta's id of a business, dataset or ad. */
  static String id(String parameter, @Nullable String given) {
    if (given == null || given.isBlank()) {
      throw invalid(parameter, "is missing");
    }
    if (!ID.matcher(given).matches()) {
      throw invalid(parameter, "takes an id of Meta's");
    }
    return given;
  }

  /** The same in a JSON body: a text or, as Meta's pages have it too, a whole number. */
  static String id(String parameter, @Nullable JsonNode given) {
    if (given != null && !given.isNull() && !given.isString() && !given.isIntegralNumber()) {
      throw invalid(parameter, "takes an id of Meta's");
    }
    return id(parameter, given == null || given.isNull() ? (String) null : given.asString());
  }

  /** An ad account's id without {@code act_}, whether or not it came with it. */
  static String account(@Nullable String given) {
    String id = id("account_id", given);
    return id.startsWith("act_") ? id("account_id", id.substring(4)) : id;
  }

  static String text(String parameter, @Nullable String given) {
    if (given == null || given.isBlank()) {
      throw invalid(parameter, "is missing");
    }
    if (given.length() > 1_000 || given.chars().anyMatch(Character::isISOControl)) {
      throw invalid(parameter, "takes 1 to 1000 characters that can be printed");
    }
    return given;
  }

  /** One of the words. */
  static String oneOf(String parameter, @Nullable String given, List<String> words) {
    if (given == null || !words.contains(given)) {
      throw invalid(parameter, "takes one of " + String.join(", ", words));
    }
    return given;
  }

  /** Names such as fields, separated by commas or as the JSON list that Meta takes. */
  static List<String> names(String parameter, String given) {
    List<String> names = List.of(given.replaceAll("[\\[\\]\"' ]", "").split(","));
    if (!names.stream().allMatch(name -> NAME.matcher(name).matches())) {
      throw invalid(parameter, "takes names, separated by commas");
    }
    return names;
  }

  /** A caller's own word in an answer to it: short, and nothing that a terminal would act upon. */
  static String shown(String given) {
    String printable = given.replaceAll("[^\\p{Graph} ]", "?");
    return printable.length() > 40 ? printable.substring(0, 40) + "…" : printable;
  }

  static Problem invalid(String parameter, String how) {
    return new Problem(
            HttpStatus.BAD_REQUEST, "invalid_parameter", "The parameter " + parameter + " " + how)
        .with("parameter", parameter);
  }
}
