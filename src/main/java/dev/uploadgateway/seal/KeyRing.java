package dev.uploadgateway.seal;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Base64;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.crypto.SecretKey;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.core.env.Environment;
import org.springframework.core.env.Profiles;
import org.springframework.stereotype.Component;

/**
 * The configured keys by their ids. What is wrong with one stops the start, by the name of its
 * property or file and never with a character of the key.
 */
@Component
class KeyRing {

  private static final Logger log = LoggerFactory.getLogger(KeyRing.class);
  private static final int KEY_BYTES = 32;

  private final Map<String, SecretKey> keys = new HashMap<>();
  private final String currentId;

  KeyRing(SealProperties properties, Environment environment) {
    this.currentId = properties.keyId();
    Map<String, byte[]> encoded = read(properties, environment);
    byte[] current = encoded.get(currentId);
    if (current == null) {
      throw new IllegalArgumentException(missing(properties));
    }
    refuseIfWeak(current, environment);
    encoded.forEach((id, bytes) -> keys.put(id, new SecretKeySpec(bytes, "AES")));
  }

  String currentId() {
    return currentId;
  }

  Set<String> ids() {
    return Set.copyOf(keys.keySet());
  }

  /** The ids of the keys that were current before, and open what they once wrapped. */
  Set<String> previousIds() {
    return keys.keySet().stream()
        .filter(id -> !id.equals(currentId))
        .collect(Collectors.toUnmodifiableSet());
  }

  SecretKey current() {
    return get(currentId);
  }

  /**
   * @throws SealBroken if the ring does not hold a key of that id
   */
  SecretKey get(String id) {
    SecretKey key = keys.get(id);
    if (key == null) {
      throw new SealBroken("Sealed under key '%s', which gateway.seal does not hold".formatted(id));
    }
    return key;
  }

  private static Map<String, byte[]> read(SealProperties properties, Environment environment) {
    Map<String, byte[]> ring = new HashMap<>();
    Stream.of(properties.previousKeys(), apart(environment))
        .forEach(keys ->
            keys.forEach(
                (id, encoded) -> add(ring, id, encoded, "gateway.seal.previous-keys." + id)));
    if (properties.keysDirectory() != null) {
      filesOf(properties.keysDirectory())
          .forEach(file -> {
            String id = String.valueOf(file.getFileName());
            add(ring, id, content(file), "gateway.seal.keys-directory: the file " + id);
          });
    }
    if (properties.keyFile() != null) {
      add(ring, properties.keyId(), content(properties.keyFile()), "gateway.seal.key-file");
    }
    if (properties.key() != null && !properties.key().isBlank()) {
      add(ring, properties.keyId(), properties.key(), "gateway.seal.key");
    }
    return ring;
  }

  /**
   * Previous keys by {@code GATEWAY_SEAL_PREVIOUS_KEYS_<ID>}. Of a map, Spring understands {@code
   * PREVIOUSKEYS} alone, and would leave out the other without a word.
   */
  private static Map<String, String> apart(Environment environment) {
    return Binder.get(environment)
        .bind("gateway.seal.previous.keys", Bindable.mapOf(String.class, String.class))
        .orElse(Map.of());
  }

  private static void add(Map<String, byte[]> ring, String id, String encoded, String source) {
    byte[] key = decoded(source, encoded);
    byte[] other = ring.put(id, key);
    if (other != null && !Arrays.equals(other, key)) {
      throw new IllegalArgumentException(
          source
              + " has the id '"
              + id
              + "' of another key: a new key takes a new id, in gateway.seal.key-id");
    }
  }

  /** Without the hidden ones, which Kubernetes keeps its versions in. */
  private static List<Path> filesOf(Path directory) {
    try (Stream<Path> files = Files.list(directory)) {
      return files.filter(file -> !String.valueOf(file.getFileName()).startsWith(".")).toList();
    } catch (IOException e) {
      throw new IllegalArgumentException(
          "gateway.seal.keys-directory cannot be read: " + e.getClass().getSimpleName(), e);
    }
  }

  private static String content(Path file) {
    try {
      // Byte by byte, so that what is no text at all is refused below and not quoted here.
      return Files.readString(file, StandardCharsets.ISO_8859_1);
    } catch (IOException e) {
      throw new IllegalArgumentException(
          "gateway.seal: the file " + file.getFileName() + " cannot be read", e);
    }
  }

  private static byte[] decoded(String source, String encoded) {
    byte[] bytes;
    try {
      bytes = Base64.getDecoder().decode(encoded.strip());
    } catch (IllegalArgumentException e) {
      // without its cause, whose message can quote a character of the key
      throw new IllegalArgumentException(source + " is not Base64");
    }
    if (bytes.length != KEY_BYTES) {
      throw new IllegalArgumentException(
          source + " holds " + bytes.length + " bytes; it takes Base64 of 32");
    }
    return bytes;
  }

  private static String missing(SealProperties properties) {
    return properties.keysDirectory() == null
        ? "gateway.seal.key is missing: set it, or gateway.seal.key-file, to Base64 of 32 random"
            + " bytes, such as from `openssl rand -base64 32`"
        : "gateway.seal.keys-directory holds no file named '%s', as gateway.seal.key-id says"
            .formatted(properties.keyId());
  }

  /** Only the current one: what an earlier weak key wraps must open to be wrapped anew. */
  private static void refuseIfWeak(byte[] key, Environment environment) {
    String weakness = weakness(key);
    if (weakness == null) {
      return;
    }
    if (!environment.acceptsProfiles(Profiles.of("sandbox"))) {
      throw new IllegalArgumentException(
          "gateway.seal.key "
              + weakness
              + ": take 32 random bytes, such as from `openssl rand -base64 32`");
    }
    log.warn("gateway.seal.key {}; outside the profile sandbox this stops the start", weakness);
  }

  /**
   * What no random key looks like; null where there is nothing to say against it. Of 2^40 random
   * keys fewer than one is refused.
   */
  static @Nullable String weakness(byte[] key) {
    Set<Byte> values = new HashSet<>();
    boolean text = true;
    boolean steady = true;
    for (int i = 0; i < key.length; i++) {
      values.add(key[i]);
      text &= key[i] >= ' ' && key[i] <= '~';
      steady &= i < 2 || (byte) (key[i] - key[i - 1]) == (byte) (key[1] - key[0]);
    }
    if (steady) {
      return "is one byte again and again, or a row of numbers";
    }
    if (values.size() <= key.length / 2) {
      return "repeats itself";
    }
    return text ? "is text, which people choose" : null;
  }
}
