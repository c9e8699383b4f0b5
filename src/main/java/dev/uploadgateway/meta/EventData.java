package dev.uploadgateway.meta;

import dev.uploadgateway.conversion.Property;
import java.util.List;
import java.util.Optional;

/**
 * The members of an event that are handed on as they came, with the dataset's data processing
 * options where none of them is about those ("Data Processing Options"); both dialects spell them
 * alike.
 */
final class EventData {

  private static final String OPTIONS = "data_processing_options";

  private EventData() {}

  static void write(JsonBytes out, List<Property> properties, Optional<LimitedDataUse> otherwise) {
    boolean ownOptions = false;
    for (Property property : properties) {
      out.property(property);
      ownOptions |= property.name().startsWith(OPTIONS);
    }
    if (!ownOptions && otherwise.isPresent()) {
      LimitedDataUse limit = otherwise.get();
      out.name(OPTIONS).ascii("[\"LDU\"]");
      out.name(OPTIONS + "_country").number(limit.country());
      out.name(OPTIONS + "_state").number(limit.state());
    }
  }
}
