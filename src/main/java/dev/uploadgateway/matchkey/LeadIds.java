package dev.uploadgateway.matchkey;

/**
 * Ids of Meta's lead ads: digits, which Meta's own CSV export prefixes with {@code l:}. Never
 * hashed.
 */
final class LeadIds {

  private LeadIds() {}

  /**
   * Whether it is as long as lead ids are today: 15 or 16 digits ("Customer Information
   * Parameters"). The Offline Conversions API's own sample has five, so that others are sent as
   * well.
   */
  static boolean hasUsualLength(String id) {
    return id.length() == 15 || id.length() == 16;
  }

  static Reading read(String trimmed) {
    String id =
        trimmed.regionMatches(true, 0, "l:", 0, 2) ? Texts.trim(trimmed.substring(2)) : trimmed;
    return Texts.isDigits(id) ? Reading.asIs(id) : new Reading.Dropped(DropReason.NOT_A_LEAD_ID);
  }
}
