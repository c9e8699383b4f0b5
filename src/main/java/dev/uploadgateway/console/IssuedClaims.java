package dev.uploadgateway.console;

import dev.uploadgateway.dataset.Caller;
import dev.uploadgateway.dataset.Scope;
import java.util.Arrays;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What an id token says that somebody may do here. Nothing said is nothing allowed. */
final class IssuedClaims {

  /** Goes before the ids of callers that no key of the gateway stands for. */
  static final String OF_ISSUER = "oidc:";

  private static final String EVERY_DATASET = "*";
  private static final int LONGEST_NAME = 200;

  private IssuedClaims() {}

  /** Who that is; empty where they may do nothing here. */
  static Optional<Caller> caller(Map<String, Object> claims, ConsoleProperties.Oidc settings) {
    Set<Scope> scopes =
        words(claims.get(settings.scopesClaim()))
            .flatMap(word -> Scope.of(word).stream())
            .collect(Collectors.toSet());
    Set<String> datasets =
        words(claims.get(settings.datasetsClaim()))
            .collect(Collectors.toCollection(LinkedHashSet::new));
    return scopes.isEmpty() || datasets.isEmpty()
        ? Optional.empty()
        : Optional.of(
            new Caller(
                OF_ISSUER + name(claims),
                scopes,
                datasets.contains(EVERY_DATASET) ? null : datasets));
  }

  private static String name(Map<String, Object> claims) {
    String name =
        Stream.of("preferred_username", "email", "sub")
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
