package dev.uploadgateway.seal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.core.env.SystemEnvironmentPropertySource;
import org.springframework.mock.env.MockEnvironment;

class KeyRingTest {

  private static final String OLD = "hyte7SHas7vg4yHYx/InukLG09XQeGAvKdh1aPBAXKQ=";
  private static final String NEW = "S6YtFGXmy52S+stAfqL7S1bUfX9MA5N3ajAzEOoj2HM=";

  private final MockEnvironment environment = new MockEnvironment();

  @TempDir Path directory;

  @ParameterizedTest
  @NullSource
  @ValueSource(strings = {"", " ", "c2hvcnQ=", "not Base64 at all!"})
  void aKeyThatIsMissingOrWrongStopsTheStartByItsProperty(@Nullable String key) {
    assertThatThrownBy(() -> ring(key, "1", Map.of()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("gateway.seal.key")
        .message()
        .doesNotContain("c2hvcnQ", "not Base64 at all");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "0000000000000000000000000000000000000000000000000000000000000000",
        "ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff",
        "000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f",
        "8b1fa9c35d7714e2609be8d2467fb3018b1fa9c35d7714e2609be8d2467fb301",
        // "local seal key of 32 bytes, here"
        "6c6f63616c207365616c206b6579206f66203332206279746573202c20686572"
      })
  void aKeyThatNobodyDrewByLotStopsTheStartOutsideTheSandboxOnly(String hex) {
    String weak = Base64.getEncoder().encodeToString(HexFormat.of().parseHex(hex));

    assertThatThrownBy(() -> ring(weak, "1", Map.of()))
        .hasMessageContaining("gateway.seal.key")
        .hasMessageContaining("openssl rand -base64 32")
        .message()
        .doesNotContain(weak);
    assertThat(ring(NEW, "2", Map.of("1", weak)).previousIds())
        .as("what it wraps can be wrapped anew")
        .containsExactly("1");
    environment.setActiveProfiles("sandbox");
    assertThat(ring(weak, "1", Map.of()).currentId()).isEqualTo("1");
  }

  @Test
  void randomKeysAreNotCalledWeak() {
    SecureRandom random = new SecureRandom();
    byte[] key = new byte[32];
    for (int i = 0; i < 100_000; i++) {
      random.nextBytes(key);
      assertThat(KeyRing.weakness(key)).isNull();
    }
  }

  @Test
  void aPreviousKeyThatIsWrongStopsTheStartByItsProperty() {
    assertThatThrownBy(() -> ring(NEW, "2", Map.of("1", "c2hvcnQ=")))
        .hasMessageContaining("gateway.seal.previous-keys.1")
        .message()
        .doesNotContain("c2hvcnQ");
  }

  @Test
  void aPreviousKeyUnderTheIdOfTheCurrentOneStopsTheStart() {
    assertThatThrownBy(() -> ring(NEW, "1", Map.of("1", OLD)))
        .hasMessageContaining("gateway.seal.key-id")
        .message()
        .doesNotContain(OLD, NEW);
    assertThat(ring(NEW, "1", Map.of("1", NEW)).previousIds()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"GATEWAY_SEAL_PREVIOUS_KEYS_OLD", "GATEWAY_SEAL_PREVIOUSKEYS_OLD"})
  void aPreviousKeyMayStandInAVariableOfTheEnvironment(String variable) {
    environment
        .getPropertySources()
        .addFirst(new SystemEnvironmentPropertySource("systemEnvironment", Map.of(variable, OLD)));
    Map<String, String> bound =
        Binder.get(environment)
            .bind("gateway.seal.previous-keys", Bindable.mapOf(String.class, String.class))
            .orElse(Map.of());

    KeyRing ring = ring(NEW, "2", bound);

    assertThat(ring.get("old").getEncoded()).isEqualTo(Base64.getDecoder().decode(OLD));
  }

  @Test
  void theKeyMayStandInAFile() throws IOException {
    Path file = Files.writeString(directory.resolve("seal-key"), NEW + "\n");

    KeyRing ring = ring(null, file, null, "2");

    assertThat(ring.current().getEncoded()).isEqualTo(Base64.getDecoder().decode(NEW));
    assertThat(ring.currentId()).isEqualTo("2");
  }

  @Test
  void aMountedDirectoryHoldsAFileAKeyNamedAsItsId() throws IOException {
    // as Kubernetes mounts a secret: links into a hidden directory that is exchanged as a whole
    Path hidden = Files.createDirectory(directory.resolve("..2026_11_26"));
    Files.createSymbolicLink(directory.resolve("..data"), hidden.getFileName());
    Files.writeString(hidden.resolve("spring"), OLD);
    Files.writeString(hidden.resolve("summer"), NEW);
    for (String id : new String[] {"spring", "summer"}) {
      Files.createSymbolicLink(directory.resolve(id), Path.of("..data", id));
    }

    KeyRing ring = ring(null, null, directory, "summer");

    assertThat(ring.currentId()).isEqualTo("summer");
    assertThat(ring.previousIds()).containsExactly("spring");
    assertThat(ring.get("spring").getEncoded()).isEqualTo(Base64.getDecoder().decode(OLD));
    assertThatThrownBy(() -> ring(null, null, directory, "winter"))
        .hasMessageContaining("gateway.seal.keys-directory")
        .hasMessageContaining("'winter'");
  }

  @Test
  void whatIsNoKeyInTheDirectoryStopsTheStartByItsName() throws IOException {
    Files.write(directory.resolve("raw"), Base64.getDecoder().decode(NEW));

    assertThatThrownBy(() -> ring(null, null, directory, "raw"))
        .hasMessageContaining("gateway.seal.keys-directory: the file raw is not Base64");
    assertThatThrownBy(() -> ring(null, null, directory.resolve("nowhere"), "raw"))
        .hasMessageContaining("gateway.seal.keys-directory cannot be read");
  }

  @Test
  void theKeysPrintAsNothing() {
    assertThat(properties(NEW, null, null, "2", Map.of("1", OLD)).toString())
        .doesNotContain(OLD, NEW);
  }

  private KeyRing ring(@Nullable String key, String id, Map<String, String> previous) {
    return new KeyRing(properties(key, null, null, id, previous), environment);
  }

  private KeyRing ring(@Nullable String key, @Nullable Path file, @Nullable Path keys, String id) {
    return new KeyRing(properties(key, file, keys, id, Map.of()), environment);
  }

  private static SealProperties properties(
      @Nullable String key,
      @Nullable Path file,
      @Nullable Path keys,
      String id,
      Map<String, String> previous) {
    return new SealProperties(key, file, keys, id, previous, Duration.ofMinutes(5));
  }
}
