package dev.uploadgateway;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * The 830 orders of the Northwind sample database as conversions a till would send: customers of 21
 * countries with local phone formats, accents and postal codes of every shape. Order dates are
 * moved so that the newest is an hour old and the oldest 59 days.
 *
 * @param events one an order; made once, so that posting them again repeats them exactly
 */
public record Northwind(List<ObjectNode> events) {

  public static final int ORDERS = 830;

  private static final long SPAN = 59 * 86_400;
  private static final JsonMapper json = new JsonMapper();

  private record Order(LocalDate day, Map<String, String> row, JsonNode lines) {}

  public static Northwind once() {
    return times(1);
  }

  /** Every order so many times over, with order ids of their own. */
  public static Northwind times(int times) {
    List<Order> orders = orders();
    long now = Instant.now().getEpochSecond();
    long first = orders.stream().mapToLong(order -> order.day().toEpochDay()).min().orElseThrow();
    long last = orders.stream().mapToLong(order -> order.day().toEpochDay()).max().orElseThrow();
    List<ObjectNode> events = new ArrayList<>(times * orders.size());
    for (int copy = 0; copy < times; copy++) {
      for (int i = 0; i < orders.size(); i++) {
        Order order = orders.get(i);
        long age = SPAN * (last - order.day().toEpochDay()) / (last - first) + i % 3600;
        events.add(event(order, now - 3600 - age, copy == 0 ? "" : "-" + copy));
      }
    }
    return new Northwind(events);
  }

  public Northwind first(int count) {
    return new Northwind(events.subList(0, count));
  }

  /** The body of one JSON request. */
  public String body(String uploadTag) {
    ObjectNode body = json.createObjectNode().put("upload_tag", uploadTag);
    body.putArray("data").addAll(events);
    return body.toString();
  }

  /** One JSON request for each event. */
  public List<String> bodies(String uploadTag) {
    return events.stream().map(event -> new Northwind(List.of(event)).body(uploadTag)).toList();
  }

  /** One event a line. */
  public String ndjson() {
    return events.stream().map(ObjectNode::toString).collect(Collectors.joining("\n", "", "\n"));
  }

  public BigDecimal value() {
    return events.stream()
        .map(event -> event.path("value").decimalValue())
        .reduce(BigDecimal.ZERO, BigDecimal::add);
  }

  private static ObjectNode event(Order order, long time, String suffix) {
    Map<String, String> row = order.row();
    String[] name = row.get("contact_name").split(" ", 2);
    ObjectNode event = json.createObjectNode();
    ObjectNode keys = event.putObject("match_keys");
    putUnlessEmpty(keys, "fn", name[0]);
    putUnlessEmpty(keys, "ln", name.length > 1 ? name[1] : "");
    putUnlessEmpty(keys, "ct", row.get("city"));
    putUnlessEmpty(keys, "country", row.get("country"));
    putUnlessEmpty(keys, "phone", row.get("phone"));
    putUnlessEmpty(keys, "extern_id", row.get("customer_id"));
    putUnlessEmpty(keys, "st", row.get("region"));
    putUnlessEmpty(keys, "zip", row.get("postal_code"));
    event
        .put("event_name", "Purchase")
        .put("event_time", time)
        .put("currency", "USD")
        .put("value", valueOf(order.lines()))
        .put("order_id", row.get("order_id") + suffix)
        .put("content_type", "product");
    ArrayNode contents = event.putArray("contents");
    order
        .lines()
        .forEach(line -> {
          ObjectNode content = contents.addObject();
          content.set("id", line.get("sku"));
          content.set("quantity", line.get("quantity"));
          content.set("price", line.get("unit_price"));
          content.set("category", line.get("category"));
        });
    event.putObject("custom_data").put("channel", "store");
    return event;
  }

  private static void putUnlessEmpty(ObjectNode object, String name, String value) {
    if (!value.isEmpty()) {
      object.put(name, value);
    }
  }

  /** In floating point, as tills reckon; then to the cent. */
  private static BigDecimal valueOf(JsonNode lines) {
    double value = 0;
    for (JsonNode line : lines) {
      double price = line.path("unit_price").asDouble();
      value += price * line.path("quantity").asInt() * (1 - line.path("discount").asDouble());
    }
    return new BigDecimal(value).setScale(2, RoundingMode.HALF_EVEN);
  }

  private static List<Order> orders() {
    try (InputStream in = Northwind.class.getResourceAsStream("northwind.csv")) {
      List<String> lines = new String(in.readAllBytes(), StandardCharsets.UTF_8).lines().toList();
      List<String> columns = cells(lines.getFirst());
      return lines.stream().skip(1).map(line -> order(columns, cells(line))).toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Order order(List<String> columns, List<String> cells) {
    Map<String, String> row = new LinkedHashMap<>();
    for (int i = 0; i < columns.size(); i++) {
      row.put(columns.get(i), cells.get(i));
    }
    return new Order(LocalDate.parse(row.get("ordered_on")), row, json.readTree(row.get("lines")));
  }

  /** Cells that hold a comma or a quote are quoted; none of the file holds a line break. */
  private static List<String> cells(String line) {
    List<String> cells = new ArrayList<>();
    StringBuilder cell = new StringBuilder();
    boolean quoted = false;
    for (int i = 0; i < line.length(); i++) {
      char c = line.charAt(i);
      if (c == '"' && quoted && i + 1 < line.length() && line.charAt(i + 1) == '"') {
        cell.append(c);
        i++;
      } else if (c == '"') {
        quoted = !quoted;
      } else if (c == ',' && !quoted) {
        cells.add(cell.toString());
        cell.setLength(0);
      } else {
        cell.append(c);
      }
    }
    cells.add(cell.toString());
    return cells;
  }
}
