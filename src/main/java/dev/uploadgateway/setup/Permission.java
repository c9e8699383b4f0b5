package dev.uploadgateway.setup;

import dev.uploadgateway.dataset.Wire;
import dev.uploadgateway.problem.Problem;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What another business may do with a dataset: {@code permitted_tasks} of today's agencies edge, or
 * {@code permitted_roles} of the discontinued one (as Meta's SDKs of their time list both).
 *
 * @param kind in whose words it is said
 * @param words as the caller gave them
 */
public record Permission(Kind kind, List<String> words) {

  /** Each role as the tasks that it consists of. */
  private static final Map<String, List<String>> ROLES =
      Map.of(
          "ADMIN", List.of("ADVERTISE", "ANALYZE", "EDIT", "UPLOAD"),
          "ADVERTISER", List.of("ADVERTISE", "ANALYZE"),
          "UPLOADER", List.of("UPLOAD"));

  /** In whose words a permission is said. */
  public enum Kind {
    TASKS("permitted_tasks", List.of("ADVERTISE", "ANALYZE", "EDIT", "UPLOAD")),
    ROLES("permitted_roles", List.of("ADMIN", "ADVERTISER", "UPLOADER"));

    private final String parameter;
    private final List<String> known;

    Kind(String parameter, List<String> known) {
      this.parameter = parameter;
      this.known = known;
    }

    /** Meta's name of the parameter. */
    public String parameter() {
      return parameter;
    }
  }

  public Permission {
    words = words.stream().map(String::valueOf).toList(); // a null of JSON is an unknown word too
  }

  /**
   * As the dialect says it. Roles are said in tasks where the dataset is one of today's; the other
   * way round a role would permit more than was asked for.
   *
   * @throws Problem 400 {@code invalid_parameter} where a word is unknown, or the dialect has none
   *     for it
   */
  List<String> in(Wire wire) {
    refuseUnknown();
    return switch (wire) {
      case CONVERSIONS_API ->
          switch (kind) {
            case TASKS -> words;
            case ROLES -> tasks();
          };
      case OFFLINE_CONVERSIONS_API ->
          switch (kind) {
            case TASKS ->
                throw Given.invalid(
                    kind.parameter, "is of today's API: give " + Kind.ROLES.parameter);
            case ROLES -> words;
          };
    };
  }

  private List<String> tasks() {
    Set<String> tasks = new LinkedHashSet<>();
    words.forEach(role -> tasks.addAll(ROLES.getOrDefault(role, List.of())));
    return List.copyOf(tasks);
  }

  private void refuseUnknown() {
    List<String> unknown =
        words.stream().filter(word -> !kind.known.contains(word)).map(Given::shown).toList();
    String takes = "it takes one or more of " + String.join(", ", kind.known);
    if (!unknown.isEmpty()) {
      throw Given.invalid(
          kind.parameter, "does not know %s: %s".formatted(String.join(", ", unknown), takes));
    }
    if (words.isEmpty()) {
      throw Given.invalid(kind.parameter, "is empty: " + takes);
    }
  }
}
