package dev.uploadgateway.sheet;

import java.time.ZoneId;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What somebody said about a sheet; what they did not say is found out.
 *
 * @param columns what columns are, by their names in any case, or by their position, such as {@code
 *     #3}. Others are recognised by their names
 * @param constants texts for what has no column, or a blank cell there
 * @param numbers how numbers are written
 * @param dates how times are written, the first that fits counting; empty where it is not said
 * @param zone of times that name none
 * @param format how the file is written
 */
public record Mapping(
    Map<String, Target> columns,
    Map<Target, String> constants,
    @Nullable NumberStyle numbers,
    List<TimeFormat> dates,
    @Nullable ZoneId zone,
    Format format) {

  /** Nothing is said. */
  public static final Mapping NONE =
      new Mapping(Map.of(), Map.of(), null, List.of(), null, Format.UNKNOWN);

  public Mapping {
    columns = new LinkedHashMap<>(columns);
    constants = new LinkedHashMap<>(constants);
    dates = List.copyOf(dates);
  }

  /** A mapping that is not one: which member is wrong, and what it takes. */
  public static final class Flawed extends RuntimeException {

    private static final long serialVersionUID = 1;

    private final String member;
    private final String rule;

    Flawed(String member, String rule) {
      super(member, null, false, false);
      this.member = member;
      this.rule = rule;
    }

    public String member() {
      return member;
    }

    /** What the member takes, so that "member rule" is a sentence. */
    public String rule() {
      return rule;
    }
  }
}
