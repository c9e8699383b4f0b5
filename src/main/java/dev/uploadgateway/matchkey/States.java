package dev.uploadgateway.matchkey;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * States: Meta wants the two letters of the American ones, and the full name of all others. A name
 * is abbreviated where the customer lives in the United States, and where nothing says that they
 * live elsewhere.
 */
final class States {

  static final Set<String> CODES = new HashSet<>();

  private static final Map<String, String> BY_NAME = new HashMap<>();

  static {
    // the states, the district, the territories, and the "states" of military post
    String table =
        """
        al alabama ak alaska az arizona ar arkansas ca california co colorado ct connecticut de delaware fl florida
        ga georgia hi hawaii id idaho il illinois in indiana ia iowa ks kansas ky kentucky la louisiana me maine
        md maryland ma massachusetts mi michigan mn minnesota ms mississippi mo missouri mt montana ne nebraska
        nv nevada nh newhampshire nj newjersey nm newmexico ny newyork nc northcarolina nd northdakota oh ohio
        ok oklahoma or oregon pa pennsylvania ri rhodeisland sc southcarolina sd southdakota tn tennessee tx texas
        ut utah vt vermont va virginia wa washington wv westvirginia wi wisconsin wy wyoming
        ny newyorkstate wa washingtonstate ri rhodeislandandprovidenceplantations
        dc districtofcolumbia dc thedistrictofcolumbia dc washingtondc dc washingtondistrictofcolumbia
        pr puertorico gu guam as americansamoa vi virginislands vi usvirginislands vi virginislandsus
        vi unitedstatesvirginislands mp northernmarianaislands mp northernmarianas um usminoroutlyingislands
        um unitedstatesminoroutlyingislands
        aa armedforcesamericas ae armedforceseurope ap armedforcespacific
        """;
    String[] words = table.strip().split("\\s+");
    for (int i = 0; i < words.length; i += 2) {
      CODES.add(words[i]);
      BY_NAME.put(words[i + 1], words[i]);
      // ISO 3166-2, US-CA
      BY_NAME.put("us" + words[i], words[i]);
    }
  }

  private States() {}

  static Reading read(String trimmed, @Nullable String country) {
    String state = Texts.letters(trimmed);
    boolean american = country == null || country.equals("us");
    return Reading.toHash(american ? BY_NAME.getOrDefault(state, state) : state);
  }
}
