package dev.uploadgateway.sheet;

/** Finds out what stands between the cells. */
final class Delimiters {

  /** The likelier first. */
  private static final char[] CANDIDATES = {',', ';', '\t', '|'};

  private static final int ROWS_LOOKED_AT = 30;

  private Delimiters() {}

  /**
   * That which splits most of the first rows into as many cells as the very first, and of several
   * that into more cells; a comma where there is only one column.
   */
  static char find(String head) {
    char best = CANDIDATES[0];
    double highest = 0;
    for (char candidate : CANDIDATES) {
      double score = score(head, candidate);
      if (score > highest) {
        highest = score;
        best = candidate;
      }
    }
    return best;
  }

  private static double score(String head, char candidate) {
    int inHeader = 0;
    int found = 0;
    int rows = 0;
    int alike = 0;
    boolean quoted = false;
    boolean blank = true;
    for (int i = 0; i < head.length() && rows < ROWS_LOOKED_AT; i++) {
      char c = head.charAt(i);
      if (c == '"') {
        quoted = !quoted;
        blank = false;
      } else if (!quoted && (c == '\n' || c == '\r')) {
        if (!blank) {
          rows++;
          inHeader = rows == 1 ? found : inHeader;
          alike += found == inHeader ? 1 : 0;
        }
        found = 0;
        blank = true;
      } else {
        found += !quoted && c == candidate ? 1 : 0;
        blank = false;
      }
    }
    if (rows == 0) {
      return found;
    }
    return inHeader == 0 ? 0 : (double) alike / rows * 10 + Math.min(inHeader, 900) / 100.0;
  }
}
