package dev.uploadgateway.matchkey;

import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Countries by name: in the larger languages of Unicode's locale data, and under names that people
 * use and it does not. Loaded with the first customer whose country is a name, as the locale data
 * takes a fifth of a second.
 */
final class CountryNames {

  /** Where two languages give one name to different countries, the first keeps it. */
  private static final List<String> LANGUAGES =
      List.of(
          "en", "de", "fr", "es", "it", "pt", "nl", "sv", "da", "nb", "fi", "pl", "cs", "hu", "ro",
          "tr", "el", "ru", "uk", "ja", "ko", "zh", "zh-Hant", "ar", "he");

  /** What may stand before a name and changes nothing. */
  private static final List<String> STYLES =
      List.of(
          "the",
          "republicofthe",
          "republicof",
          "federalrepublicof",
          "kingdomofthe",
          "kingdomof",
          "stateof",
          "sultanateof",
          "principalityof",
          "grandduchyof",
          "commonwealthofthe");

  private static final String ALIASES =
      """
      ae uae emirates
      ba bosnia bosniaherzegovina
      bn bruneidarussalam
      bo boliviaplurinationalstateof plurinationalstateofbolivia
      bq bonairesinteustatiusandsaba
      cd drc drcongo democraticrepublicofthecongo democraticrepublicofcongo congodemocraticrepublicofthe congothedemocraticrepublicofthe congokinshasa zaire
      cg congo congobrazzaville
      ci ivorycoast republicofcotedivoire
      cn prc peoplesrepublicofchina chinapeoplesrepublicof mainlandchina prchina
      cv caboverde
      cz czechrepublic czech
      de brd bundesrepublikdeutschland
      fk falklandislandsmalvinas
      fm federatedstatesofmicronesia micronesiafederatedstatesof
      gb england scotland wales northernireland greatbritain britain unitedkingdomofgreatbritainandnorthernireland
      gr hellas hellenicrepublic
      hk hongkong hongkongsar
      ie eire
      ir islamicrepublicofiran iranislamicrepublicof persia
      kp dprk democraticpeoplesrepublicofkorea koreademocraticpeoplesrepublicof koreanorth
      kr korea korearepublicof koreasouth rok
      la laopeoplesdemocraticrepublic laopdr
      md moldovarepublicof
      mf saintmartinfrenchpart
      mk macedonia fyrom
      mm burma myanmar
      mo macau macao macaosar
      nl holland
      ph republicofthephilippines
      pn pitcairn
      ps palestine palestinestateof palestinianterritory palestinianterritoryoccupied occupiedpalestinianterritory
      ru russianfederation
      sa ksa
      sh sainthelenaascensionandtristandacunha
      sx sintmaartendutchpart
      sy syrianarabrepublic
      sz swaziland
      tl easttimor
      tr turkey
      tw taiwanprovinceofchina republicofchina taiwanroc chinesetaipei
      tz unitedrepublicoftanzania tanzaniaunitedrepublicof
      um unitedstatesminoroutlyingislands
      us unitedstatesofamerica america estadosunidos etatsunis vereinigtestaatenvonamerika
      va vatican holysee holyseevaticancitystate vaticancitystate
      ve venezuelabolivarianrepublicof bolivarianrepublicofvenezuela
      vg virginislandsbritish
      vi virginislandsus usvirginislands unitedstatesvirginislands
      vn vietnamsocialistrepublicof socialistrepublicofvietnam
      za rsa
      """;

  private static final Map<String, String> BY_NAME = new HashMap<>();

  static {
    ALIASES.lines().forEach(CountryNames::aliases);
    for (String language : LANGUAGES) {
      Locale locale = Locale.forLanguageTag(language);
      for (String country : Locale.getISOCountries()) {
        String name = Locale.of("", country).getDisplayCountry(locale);
        name(name, country.toLowerCase(Locale.ROOT));
      }
    }
  }

  private CountryNames() {}

  /** The country of that name, folded as {@link Countries#fold} does it, or null. */
  static @Nullable String code(String folded) {
    String code = BY_NAME.get(folded);
    for (int i = 0; code == null && i < STYLES.size(); i++) {
      String style = STYLES.get(i);
      code = folded.startsWith(style) ? BY_NAME.get(folded.substring(style.length())) : null;
    }
    return code;
  }

  private static void name(String name, String code) {
    BY_NAME.putIfAbsent(Countries.fold(name), code);
    if (name.startsWith("St. ")) {
      BY_NAME.putIfAbsent(Countries.fold("Saint " + name.substring(4)), code);
    }
  }

  private static void aliases(String line) {
    String[] words = line.split(" ");
    for (int i = 1; i < words.length; i++) {
      BY_NAME.put(words[i], words[0]);
    }
  }
}
