package dev.uploadgateway.openapi;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonUnwrapped;
import java.lang.reflect.Method;
import java.lang.reflect.RecordComponent;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import tools.jackson.databind.annotation.JsonNaming;

/** The members of a body that is a record, by the names they have in JSON. */
record Members(Set<String> names) {

  static Members of(Class<?> record) {
    Set<String> names = new TreeSet<>();
    for (RecordComponent component : record.getRecordComponents()) {
      Method read = component.getAccessor();
      if (read.isAnnotationPresent(JsonUnwrapped.class)) {
        names.addAll(of(component.getType()).names());
      } else {
        names.add(name(record, component));
      }
    }
    return new Members(names);
  }

  private static String name(Class<?> record, RecordComponent component) {
    JsonProperty said = component.getAccessor().getAnnotation(JsonProperty.class);
    if (said != null && !said.value().isEmpty()) {
      return said.value();
    }
    return record.isAnnotationPresent(JsonNaming.class)
        ? component.getName().replaceAll("([A-Z])", "_$1").toLowerCase(Locale.ROOT)
        : component.getName();
  }
}
