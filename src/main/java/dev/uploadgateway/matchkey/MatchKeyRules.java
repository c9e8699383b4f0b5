package dev.uploadgateway.matchkey;

import dev.uploadgateway.conversion.Identifier;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * How a dataset wants identifiers read.
 *
 * @param defaultCountry where customers live who came without a country of their own: ISO 3166
 *     alpha-2 (any case) or anything {@link #knowsCountry} knows; null where the dataset names
 *     none. It gives phones their country code, and decides how states and postal codes are read
 * @param dateOrder what 2/3/1990 means
 * @param hashExternalId whether external ids travel as SHA-256; whatever is chosen must be the same
 *     in every channel
 * @param unknown identifiers that the dataset's generation of the API does not know and would
 *     refuse the event for
 */
public record MatchKeyRules(
    @Nullable String defaultCountry,
    DateOrder dateOrder,
    boolean hashExternalId,
    Set<Identifier> unknown) {

  /**
   * @throws IllegalArgumentException where the default country is none
   */
  public MatchKeyRules {
    if (defaultCountry != null) {
      String code = Countries.code(defaultCountry);
      if (code == null) {
        throw new IllegalArgumentException("The default country is not in ISO 3166");
      }
      defaultCountry = code;
    }
  }

  /**
   * Whether a text names a country, so that it can be a default: a code, or a name in one of many
   * languages.
   */
  public static boolean knowsCountry(String text) {
    return Countries.code(text) != null;
  }
}
