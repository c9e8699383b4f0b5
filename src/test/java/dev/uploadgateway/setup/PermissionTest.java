package dev.uploadgateway.setup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.uploadgateway.dataset.Wire;
import dev.uploadgateway.problem.Problem;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PermissionTest {

  @ParameterizedTest
  @CsvSource({
    "TASKS, UPLOAD EDIT, CONVERSIONS_API, UPLOAD EDIT",
    "ROLES, ADMIN UPLOADER, OFFLINE_CONVERSIONS_API, ADMIN UPLOADER",
    "ROLES, ADVERTISER, CONVERSIONS_API, ADVERTISE ANALYZE",
    "ROLES, UPLOADER ADVERTISER, CONVERSIONS_API, UPLOAD ADVERTISE ANALYZE",
    "ROLES, ADMIN UPLOADER, CONVERSIONS_API, ADVERTISE ANALYZE EDIT UPLOAD"
  })
  void rolesAreSaidInTasksOfTodaysDatasets(
      Permission.Kind kind, String words, Wire wire, String said) {
    assertThat(new Permission(kind, List.of(words.split(" "))).in(wire))
        .containsExactly(said.split(" "));
  }

  @ParameterizedTest
  @CsvSource({
    "TASKS, ADVERTISE ALL OWN, CONVERSIONS_API, 'does not know ALL, OWN: it takes'",
    "TASKS, upload, CONVERSIONS_API, 'does not know upload: it takes'",
    "ROLES, EDIT, OFFLINE_CONVERSIONS_API, 'does not know EDIT: it takes'",
    "TASKS, UPLOAD, OFFLINE_CONVERSIONS_API, give permitted_roles"
  })
  void whatIsUnknownIsNamed(Permission.Kind kind, String words, Wire wire, String detail) {
    assertThat(refusal(new Permission(kind, List.of(words.split(" "))), wire).detail())
        .contains(kind.parameter(), detail);
  }

  @Test
  void whatIsNoWordIsNamedWithoutHarm() {
    List<String> words = Arrays.asList(null, "\u001b[31m", "x".repeat(500));

    assertThat(refusal(new Permission(Permission.Kind.TASKS, words), Wire.CONVERSIONS_API).detail())
        .contains("null, ?[31m, " + "x".repeat(40) + "…");
  }

  @Test
  void nothingIsNotTheUsual() {
    assertThat(
            refusal(new Permission(Permission.Kind.TASKS, List.of()), Wire.CONVERSIONS_API)
                .detail())
        .contains("is empty");
  }

  private static Problem refusal(Permission permission, Wire wire) {
    return catchThrowableOfType(Problem.class, () -> permission.in(wire));
  }
}
