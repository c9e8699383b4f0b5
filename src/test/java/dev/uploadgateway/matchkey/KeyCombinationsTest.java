package dev.uploadgateway.matchkey;

import static org.assertj.core.api.Assertions.assertThat;

import dev.uploadgateway.conversion.Identifier;
import java.util.EnumSet;
import java.util.Set;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class KeyCombinationsTest {

  @ParameterizedTest
  @ValueSource(
      strings = {
        "ct country st zp ge client_user_agent",
        "ct st zp country",
        "zp",
        "client_user_agent",
        "db client_user_agent",
        "db",
        "fn ge",
        "fn",
        "ln ge",
        "ge",
        "fi",
        "fi f5first fn ge",
        "f5last",
        "doby dobm dobd",
        "doby client_user_agent"
      })
  void identifiersThatCouldBeAnybodysAreNotEnough(String keys) {
    assertThat(KeyCombinations.permit(identifiers(keys))).isFalse();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "em",
        "ph",
        "external_id",
        "madid",
        "lead_id",
        "fn ln",
        "fn zp",
        "ln country",
        "db fn",
        "db ge",
        "fi ln",
        "doby zp",
        "em ct country"
      })
  void othersAre(String keys) {
    assertThat(KeyCombinations.permit(identifiers(keys))).isTrue();
  }

  private static Set<Identifier> identifiers(String keys) {
    var identifiers = EnumSet.noneOf(Identifier.class);
    for (String key : keys.split(" ")) {
      identifiers.add(Identifier.named(key));
    }
    return identifiers;
  }
}
