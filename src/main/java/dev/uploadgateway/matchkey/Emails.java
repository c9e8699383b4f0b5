package dev.uploadgateway.matchkey;

/**
 * E-mail addresses: in lower case, with their dots and +tags. An address needs one @ and a dotted
 * domain; more is not asked, as the address books of shops know more forms than the standard does.
 */
final class Emails {

  private static final String NEVER_UNQUOTED = "<>()[],;:\\\"";

  /**
   * What a domain has of ASCII, and what a part before the @ has of it, in lower case, and 0 of
   * everything else; looked up, as every letter is asked for.
   */
  private static final byte[] IN_DOMAIN = new byte[128];

  private static final byte[] IN_LOCAL_PART = new byte[128];

  static {
    for (char c = 0; c < 128; c++) {
      byte lower = (byte) Character.toLowerCase(c);
      IN_DOMAIN[c] = Character.isLetterOrDigit(c) || "-_.".indexOf(c) >= 0 ? lower : 0;
      IN_LOCAL_PART[c] = c == '@' || isSpace(c) || NEVER_UNQUOTED.indexOf(c) >= 0 ? 0 : lower;
    }
  }

  private Emails() {}

  /** A byte of an address before its @ in lower case; 0 where it is not ASCII or does not fit. */
  static byte inLocalPart(byte c) {
    return c < 0 ? 0 : IN_LOCAL_PART[c];
  }

  /** A byte of a domain in lower case; 0 where it is not ASCII or does not fit. */
  static byte inDomain(byte c) {
    return c < 0 ? 0 : IN_DOMAIN[c];
  }

  static Reading read(String trimmed) {
    String email = Texts.lower(Texts.visible(trimmed));
    int at = email.indexOf('@');
    return at > 0 && isLocalPart(email, at) && isDomain(email, at + 1)
        ? Reading.toHash(email)
        : new Reading.Dropped(DropReason.NOT_AN_EMAIL);
  }

  private static boolean isLocalPart(String email, int end) {
    for (int i = 0; i < end; i++) {
      char c = email.charAt(i);
      if (c < 128 ? IN_LOCAL_PART[c] == 0 : isSpace(c)) {
        return false;
      }
    }
    return true;
  }

  private static boolean isDomain(String email, int start) {
    boolean dotted = false;
    char last = '.';
    for (int i = start; i < email.length(); i++) {
      char c = email.charAt(i);
      boolean allowed = c < 128 ? IN_DOMAIN[c] != 0 : !isSpace(c);
      if (!allowed || (c == '.' && last == '.')) {
        return false;
      }
      dotted |= c == '.';
      last = c;
    }
    return dotted && last != '.';
  }

  private static boolean isSpace(char c) {
    return c <= ' ' || c == 0x7F || Character.isWhitespace(c) || Character.isSpaceChar(c);
  }
}
