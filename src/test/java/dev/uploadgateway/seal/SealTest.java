package dev.uploadgateway.seal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

class SealTest {

  private static final byte[] PLAIN = "jane@example.com".getBytes(StandardCharsets.UTF_8);
  private static final String OLD = key(1);
  private static final String NEW = key(2);

  private final Seal seal = seal(NEW, "2", Map.of("1", OLD));

  @Test
  void whatIsSealedOpensAtItsPlace() {
    Sealed sealed = seal.seal(PLAIN, "batch/1/2");

    assertThat(seal.open(sealed, "batch/1/2")).isEqualTo(PLAIN);
    assertThat(sealed.keyId()).isEqualTo("2");
    assertThat(seal.open(seal.seal(new byte[0], "x"), "x")).isEmpty();
  }

  @Test
  void itDoesNotOpenAtAnotherPlace() {
    Sealed sealed = seal.seal(PLAIN, "batch/1/2");

    assertThatThrownBy(() -> seal.open(sealed, "batch/1/3")).isInstanceOf(SealBroken.class);
  }

  @Test
  void itDoesNotOpenWithAnyByteChanged() {
    Sealed sealed = seal.seal(PLAIN, "x");

    for (int i = 0; i < sealed.envelope().length; i++) {
      Sealed changed = new Sealed("2", sealed.wrappedKey(), changed(sealed.envelope(), i));
      assertThatThrownBy(() -> seal.open(changed, "x")).isInstanceOf(SealBroken.class);
    }
    for (int i = 0; i < sealed.wrappedKey().length; i++) {
      Sealed changed = new Sealed("2", changed(sealed.wrappedKey(), i), sealed.envelope());
      assertThatThrownBy(() -> seal.open(changed, "x")).isInstanceOf(SealBroken.class);
    }
  }

  @Test
  void itDoesNotOpenCutOff() {
    Sealed sealed = seal.seal(PLAIN, "x");

    for (int length = 0; length < sealed.envelope().length; length++) {
      Sealed cut = new Sealed("2", sealed.wrappedKey(), Arrays.copyOf(sealed.envelope(), length));
      assertThatThrownBy(() -> seal.open(cut, "x")).isInstanceOf(SealBroken.class);
    }
  }

  @Test
  void theDataKeyOfAnotherDoesNotOpenIt() {
    Sealed a = seal.seal(PLAIN, "x");
    Sealed b = seal.seal(PLAIN, "x");

    assertThatThrownBy(() -> seal.open(new Sealed("2", b.wrappedKey(), a.envelope()), "x"))
        .isInstanceOf(SealBroken.class);
  }

  @Test
  void previousKeysOpenWhatTheyOnceWrapped() {
    Sealed sealed = seal(OLD, "1", Map.of()).seal(PLAIN, "x");

    assertThat(seal.open(sealed, "x")).isEqualTo(PLAIN);
  }

  @Test
  void anUnknownKeyIsNamed() {
    Sealed sealed = seal(OLD, "summer", Map.of()).seal(PLAIN, "x");

    assertThatThrownBy(() -> seal.open(sealed, "x"))
        .isInstanceOf(SealBroken.class)
        .hasMessageContaining("'summer'");
  }

  @Test
  void nothingIsSealedTheSameWayTwice() {
    Set<String> seen = new HashSet<>();
    for (int i = 0; i < 1_000; i++) {
      Sealed sealed = seal.seal(PLAIN, "x");
      seen.add(nonce(sealed.envelope()));
      seen.add(nonce(sealed.wrappedKey()));
    }

    assertThat(seen).hasSize(2_000);
  }

  @ParameterizedTest
  @NullSource
  @ValueSource(strings = {"", " ", "c2hvcnQ=", "not Base64 at all!"})
  void aKeyThatIsMissingOrWrongStopsTheStartByItsProperty(String key) {
    assertThatThrownBy(() -> seal(key, "1", Map.of()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("gateway.seal.key")
        .message()
        .doesNotContain("c2hvcnQ", "not Base64 at all");
  }

  @Test
  void aPreviousKeyThatIsWrongStopsTheStartByItsProperty() {
    assertThatThrownBy(() -> seal(NEW, "2", Map.of("1", "c2hvcnQ=")))
        .hasMessageContaining("gateway.seal.previous-keys.1")
        .message()
        .doesNotContain("c2hvcnQ");
  }

  @Test
  void aPreviousKeyUnderTheIdOfTheCurrentOneStopsTheStart() {
    assertThatThrownBy(() -> seal(NEW, "1", Map.of("1", OLD)))
        .hasMessageContaining("gateway.seal.key-id")
        .message()
        .doesNotContain(OLD, NEW);
    assertThat(seal(NEW, "1", Map.of("1", NEW))).isNotNull();
  }

  @Test
  void theKeysPrintAsNothing() {
    assertThat(new SealProperties(NEW, "2", Map.of("1", OLD)).toString()).doesNotContain(OLD, NEW);
  }

  private static Seal seal(String key, String id, Map<String, String> previous) {
    return new Seal(new SealProperties(key, id, previous));
  }

  private static String key(int fill) {
    byte[] bytes = new byte[32];
    Arrays.fill(bytes, (byte) fill);
    return Base64.getEncoder().encodeToString(bytes);
  }

  private static byte[] changed(byte[] bytes, int position) {
    byte[] changed = bytes.clone();
    changed[position] ^= 1;
    return changed;
  }

  private static String nonce(byte[] bytes) {
    return Base64.getEncoder().encodeToString(Arrays.copyOf(bytes, 12));
  }
}
