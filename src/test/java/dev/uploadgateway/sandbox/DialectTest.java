package dev.uploadgateway.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import dev.uploadgateway.conversion.Identifier;
import dev.uploadgateway.dataset.Wire;
import java.util.Arrays;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What the gateway sends is what its stand-in for Meta, which shares no code with it, knows. */
class DialectTest {

  @ParameterizedTest
  @EnumSource
  void theGatewaySendsTheIdentifiersThatAreKnownThereAndNoOthers(Wire wire) {
    Dialect dialect = Dialect.valueOf(wire.name());

    assertThat(wire.unknown()).isNotEmpty();
    assertThat(
            Arrays.stream(Identifier.values())
                .filter(identifier -> !dialect.knows(name(identifier, wire))))
        .containsExactlyInAnyOrderElementsOf(wire.unknown());
  }

  private static String name(Identifier identifier, Wire wire) {
    return switch (wire) {
      case CONVERSIONS_API -> identifier.key();
      case OFFLINE_CONVERSIONS_API -> identifier.offlineName();
    };
  }
}
