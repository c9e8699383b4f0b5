package dev.uploadgateway.seal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.Base64;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.Test;
import org.springframework.mock.env.MockEnvironment;

class SealTest {

  private static final byte[] PLAIN = "jane@example.com".getBytes(StandardCharsets.UTF_8);
  private static final String OLD = "hyte7SHas7vg4yHYx/InukLG09XQeGAvKdh1aPBAXKQ=";
  private static final String NEW = "S6YtFGXmy52S+stAfqL7S1bUfX9MA5N3ajAzEOoj2HM=";

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

  @Test
  void everyEnvelopeHasADataKeyOfItsOwnSoThatNoNonceCanRepeatUnderIt() throws Exception {
    Set<String> dataKeys = new HashSet<>();
    for (int i = 0; i < 1_000; i++) {
      dataKeys.add(Base64.getEncoder().encodeToString(unwrapped(seal.seal(PLAIN, "x"), NEW, "x")));
    }

    assertThat(dataKeys).hasSize(1_000);
  }

  @Test
  void aDataKeyIsWrappedAnewAndOpensTheSameEnvelope() {
    Sealed sealed = seal(OLD, "1", Map.of()).seal(PLAIN, "x");

    WrappedKey anew = seal.rewrap(new WrappedKey(sealed.keyId(), sealed.wrappedKey()), "x");

    assertThat(anew.keyId()).isEqualTo("2");
    assertThat(anew.bytes()).isNotEqualTo(sealed.wrappedKey());
    Seal withoutTheOldKey = seal(NEW, "2", Map.of());
    assertThat(withoutTheOldKey.open(new Sealed("2", anew.bytes(), sealed.envelope()), "x"))
        .isEqualTo(PLAIN);
    assertThatThrownBy(() -> withoutTheOldKey.open(sealed, "x")).isInstanceOf(SealBroken.class);
  }

  @Test
  void aDataKeyIsWrappedAnewForItsPlaceOnly() {
    Sealed sealed = seal(OLD, "1", Map.of()).seal(PLAIN, "x");
    WrappedKey wrapped = new WrappedKey(sealed.keyId(), sealed.wrappedKey());

    assertThatThrownBy(() -> seal.rewrap(wrapped, "y")).isInstanceOf(SealBroken.class);
  }

  private static byte[] unwrapped(Sealed sealed, String key, String place) throws Exception {
    byte[] wrapped = sealed.wrappedKey();
    Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
    cipher.init(
        Cipher.DECRYPT_MODE,
        new SecretKeySpec(Base64.getDecoder().decode(key), "AES"),
        new GCMParameterSpec(128, wrapped, 0, 12));
    cipher.updateAAD(place.getBytes(StandardCharsets.UTF_8));
    return cipher.doFinal(wrapped, 12, wrapped.length - 12);
  }

  private static Seal seal(String key, String id, Map<String, String> previous) {
    SealProperties properties =
        new SealProperties(key, null, null, id, previous, Duration.ofMinutes(5));
    return new Seal(new KeyRing(properties, new MockEnvironment()));
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
