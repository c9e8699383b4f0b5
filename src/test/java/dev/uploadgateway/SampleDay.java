package dev.uploadgateway;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.time.ZoneOffset;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * The sales of {@code sample-day.json} as those of a certain day. In the file {@code event_time} is
 * minutes after midnight UTC, and order ids say {@code {date}}: so the same day is the same sales,
 * however often it is loaded.
 */
record SampleDay(LocalDate date) {

  private static final JsonMapper JSON = new JsonMapper();

  String uploadTag() {
    return "sample-day-" + date;
  }

  /** The receipt that the sandbox is told to refuse. */
  String cursedOrder() {
    return orderId("10020");
  }

  /** The body of {@code POST …/events}. */
  String body() {
    ArrayNode events = (ArrayNode) JSON.readTree(text().replace("{date}", date.toString()));
    long midnight = date.atStartOfDay().toEpochSecond(ZoneOffset.UTC);
    for (JsonNode event : events) {
      ((ObjectNode) event).put("event_time", midnight + 60 * event.path("event_time").asLong());
    }
    ObjectNode body = JSON.createObjectNode().put("upload_tag", uploadTag());
    body.set("data", events);
    return JSON.writeValueAsString(body);
  }

  private String orderId(String receipt) {
    return "ATN-" + date + "-" + receipt;
  }

  private static String text() {
    try (InputStream file = SampleDay.class.getResourceAsStream("/sample-day.json")) {
      return new String(file.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
