package dev.uploadgateway.meta;

import dev.uploadgateway.conversion.Property;
import dev.uploadgateway.dataset.DataProcessing;
import java.util.List;

/**
 * The members of an event that are handed on as they came, with the dataset's data processing
 * options where none of them is about those ("Data Processing Options"); both dialects spell them
 * alike.
 */
final class EventData {

  private static final String OPTIONS = "data_processing_options";

  private EventData() {}

  static void write(JsonBytes out, List<Property> properties, DataProcessing otherwise) {
    properties.forEach(out::property);
    if (otherwise == DataProcessing.LDU
        && properties.stream().noneMatch(property -> property.name().startsWith(OPTIONS))) {
      out.name(OPTIONS).raw("[\"LDU\"]");
      out.name(OPTIONS + "_country").number(0);
      out.name(OPTIONS + "_state").number(0);
    }
  }
}
