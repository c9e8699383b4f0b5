package dev.uploadgateway.matchkey;

import java.util.HashMap;
import java.util.Map;

/**
 * Genders: Meta knows f and m. Words and titles of the larger European languages are understood.
 */
final class Genders {

  private static final Map<String, String> BY_WORD = new HashMap<>();

  static {
    words(
        "f",
        """
        f female woman girl lady gentlewoman miss mrs ms madam maam missus she her hers mother daughter sister wife
        w weiblich frau fräulein femme féminin féminine feminin feminine femenino femenina mme mlle madame mademoiselle
        mujer sra srta señora señorita donna femmina femminile signora mulher feminino feminina senhora vrouw vrouwelijk
        mevrouw kvinna kvinne kvinde kobieta kadın
        """);
    words(
        "m",
        """
        m male man boy gentleman guy sir mister mr he him his father son brother husband
        männlich maennlich mann herr homme masculin masculine masculino monsieur hombre varón varon sr señor uomo maschio
        maschile signore homem senhor mannelijk meneer dhr mężczyzna erkek
        """);
  }

  private Genders() {}

  static Reading read(String trimmed) {
    String gender = BY_WORD.get(Texts.letters(trimmed));
    return gender == null ? new Reading.Dropped(DropReason.NOT_A_GENDER) : Reading.toHash(gender);
  }

  private static void words(String gender, String words) {
    for (String word : words.strip().split("\\s+")) {
      BY_WORD.put(word, gender);
    }
  }
}
