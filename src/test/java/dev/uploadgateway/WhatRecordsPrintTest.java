package dev.uploadgateway;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.io.IOException;
import java.lang.reflect.Constructor;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Currency;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.StringNode;

/**
 * A value that prints itself ends in a log some day. Every record of the rooms where they are is
 * made of marked text: what shows the mark is listed, and so was looked at by somebody.
 */
class WhatRecordsPrintTest {

  private static final String MARK = "zqmark";

  /** Where values of people and keys are in hand. */
  private static final Set<String> ROOMS =
      Set.of("conversion", "matchkey", "sheet", "preview", "erasure", "seal");

  /** Records whose text is nobody's: words of the gateway, ids, tags, names of columns. */
  private static final Path LIST =
      Path.of("src", "test", "resources", "dev", "uploadgateway", "records-that-print.txt");

  private final Deque<Class<?>> making = new ArrayDeque<>();

  @Test
  void onlyRecordsThatAreListedPrintTheirText() throws IOException {
    Set<String> printing = new TreeSet<>();
    int made = 0;
    for (JavaClass each :
        new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .importPackagesOf(UploadGateway.class)) {
      if (each.isRecord() && ROOMS.contains(each.getPackageName().replaceFirst(".*[.]", ""))) {
        Object record = sample(each.reflect());
        made += record == null ? 0 : 1;
        if (record != null && record.toString().contains(MARK)) {
          printing.add(each.getName().replace("dev.uploadgateway.", ""));
        }
      }
    }

    assertThat(made).as("records that could be made").isGreaterThan(40);
    assertThat(printing).containsExactlyElementsOf(Files.readAllLines(LIST));
  }

  private @Nullable Object sample(Type type) {
    if (type instanceof ParameterizedType generic) {
      return ofSeveral(generic);
    }
    return type instanceof Class<?> raw ? sample(raw) : null;
  }

  private @Nullable Object ofSeveral(ParameterizedType generic) {
    Class<?> raw = (Class<?>) generic.getRawType();
    Type[] of = generic.getActualTypeArguments();
    Object first = sample(of[0]);
    if (raw == Map.class) {
      Object second = sample(of[1]);
      return first == null || second == null ? Map.of() : Map.of(first, second);
    }
    if (raw == Optional.class) {
      return Optional.ofNullable(first);
    }
    if (raw == Set.class) {
      return first == null ? Set.of() : Set.of(first);
    }
    return raw.isAssignableFrom(List.class) ? (first == null ? List.of() : List.of(first)) : null;
  }

  private @Nullable Object sample(Class<?> type) {
    if (type.isRecord()) {
      return record(type);
    }
    if (type.isEnum()) {
      return type.getEnumConstants()[0];
    }
    if (type.isSealed()) {
      return Arrays.stream(type.getPermittedSubclasses())
          .map(this::sample)
          .filter(found -> found != null)
          .findFirst()
          .orElse(null);
    }
    return ofLibrary(type);
  }

  private static @Nullable Object ofLibrary(Class<?> type) {
    return switch (type.getSimpleName()) {
      case "String", "CharSequence", "Object" -> MARK;
      case "byte[]" -> MARK.getBytes(StandardCharsets.UTF_8);
      case "int", "Integer" -> 7;
      case "long", "Long" -> 7L;
      case "double", "Double" -> 7.0;
      case "boolean", "Boolean" -> true;
      case "char", "Character" -> ';';
      case "Instant" -> Instant.EPOCH;
      case "Duration" -> Duration.ofDays(100);
      case "UUID" -> new UUID(7, 7);
      case "BigDecimal" -> BigDecimal.ONE;
      case "Currency" -> Currency.getInstance("EUR");
      case "Path" -> Path.of(MARK);
      case "JsonNode" -> type == JsonNode.class ? StringNode.valueOf(MARK) : null;
      default -> null;
    };
  }

  /** Null where it does not take such values, or holds itself. */
  private @Nullable Object record(Class<?> type) {
    if (making.contains(type)) {
      return null;
    }
    making.addLast(type);
    try {
      return made(type);
    } finally {
      making.removeLast();
    }
  }

  private @Nullable Object made(Class<?> type) {
    RecordComponent[] components = type.getRecordComponents();
    try {
      Constructor<?> constructor =
          type.getDeclaredConstructor(
              Arrays.stream(components).map(RecordComponent::getType).toArray(Class<?>[]::new));
      constructor.setAccessible(true);
      return constructor.newInstance(
          Arrays.stream(components).map(each -> sample(each.getGenericType())).toArray());
    } catch (ReflectiveOperationException | RuntimeException e) {
      return null;
    }
  }
}
