package dev.uploadgateway.matchkey;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Values that arrive hashed. 64 hex digits are SHA-256, are sent in lower case and never hashed
 * again; other hashes would be refused by Meta, or worse: hashed again, they would match nobody.
 */
final class Prehashed {

  private static final String OF_NOTHING =
      "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";

  private Prehashed() {}

  /** What becomes of a value that is a hash, or null where it is none. */
  static @Nullable Reading read(String trimmed) {
    return switch (trimmed.length()) {
      case 64 -> isHex(trimmed) ? sha256(trimmed.toLowerCase(Locale.ROOT)) : null;
      // MD5, SHA-1, SHA-512
      case 32, 40, 128 -> isHex(trimmed) ? new Reading.Dropped(DropReason.NOT_SHA256) : null;
      default -> null;
    };
  }

  /** The same for an external id, which may well be 32 hex digits of its own right. */
  static @Nullable Reading readExternalId(String trimmed) {
    return trimmed.length() == 64 ? read(trimmed) : null;
  }

  private static Reading sha256(String hash) {
    return hash.equals(OF_NOTHING)
        ? new Reading.Dropped(DropReason.HASH_OF_NOTHING)
        : Reading.asIs(hash);
  }

  private static boolean isHex(String text) {
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (!(Texts.isDigit(c) || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F'))) {
        return false;
      }
    }
    return true;
  }
}
