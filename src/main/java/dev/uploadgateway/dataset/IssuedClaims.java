package dev.uploadgateway.dataset;

import java.util.Arrays;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What an issuer's signed token lets somebody do here. The two claims are a list each, or words in
 * a text.
 *
 * @param scopes the name of the claim whose words {@code read}, {@code write} and {@code admin}
 *     count
 * @param datasets the name of the claim with the ids of datasets, or {@code *} for all
 */
public record IssuedClaims(String scopes, String datasets) {

  private static final String EVERY_DATASET = "*";
  private static final int LONGEST_NAME = 200;

  /**
   * Who that is; empty where they may do nothing here.
   *
   * @param prefix goes before the id of a caller that no key of the gateway stands for
   * @param names the claims to call them by, the best first
   */
  public Optional<Caller> caller(String prefix, Map<String, Object> claims, String... names) {
    Set<Scope> granted =
        words(claims.get(scopes))
            .flatMap(word -> Scope.of(word).stream())
            .collect(Collectors.toSet());
    Set<String> allowed =
        words(claims.get(datasets)).collect(Collectors.toCollection(LinkedHashSet::new));
    return granted.isEmpty() || allowed.isEmpty()
        ? Optional.empty()
        : Optional.of(
            new Caller(
                prefix + name(claims, names),
                granted,
                allowed.contains(EVERY_DATASET) ? null : allowed));
  }

  private static String name(Map<String, Object> claims, String... names) {
    String name =
        Arrays.stream(names)
            .flatMap(claim -> Stream.ofNullable(claims.get(claim)))
            .map(String::valueOf)
            .filter(text -> !text.isBlank())
            .findFirst()
            .orElse("");
    String printable = name.replaceAll("\\p{Cntrl}", "");
    return printable.substring(0, Math.min(LONGEST_NAME, printable.length()));
  }

  private static Stream<String> words(@Nullable Object claim) {
    Stream<String> texts =
        switch (claim) {
          case Collection<?> list -> list.stream().map(String::valueOf);
          case String text -> Arrays.stream(text.split("[\\s,]+"));
          case null, default -> Stream.empty();
        };
    return texts.map(String::strip).filter(word -> !word.isEmpty());
  }
}
