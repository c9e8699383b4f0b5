package dev.uploadgateway.bench;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * Requests that are made once and sent round after round: before each, the order ids are made those
 * of new orders in place, so that none is a duplicate and nothing but sending is timed.
 */
final class Parcels {

  private static final byte[] ORDER_ID = "\"order_id\":\"".getBytes(StandardCharsets.US_ASCII);
  private static final int LETTERS = 4;

  private final List<byte[]> requests;
  private final List<int[]> places;
  private int round;

  Parcels(List<byte[]> requests) {
    this.requests = requests;
    this.places = requests.stream().map(Parcels::orderIds).toList();
  }

  /**
   * Requests of so many events each.
   *
   * @param first serial number of the first
   */
  static Parcels of(Orders orders, Target target, int first, int requests, int eventsEach) {
    List<byte[]> made = new ArrayList<>(requests);
    for (int i = 0; i < requests; i++) {
      List<String> events = new ArrayList<>(eventsEach);
      for (int k = 0; k < eventsEach; k++) {
        events.add(orders.json(first + i * eventsEach + k));
      }
      String body = "{\"upload_tag\":\"bench\",\"data\":[" + String.join(",", events) + "]}";
      made.add(
          Wire.request(
              target.path(),
              target.key(),
              "application/json",
              body.getBytes(StandardCharsets.UTF_8)));
    }
    return new Parcels(made);
  }

  /** Where requests go. */
  record Target(String path, String key) {}

  /** The requests with orders that were in none before. */
  List<byte[]> next() {
    String letters = letters(round++);
    for (int i = 0; i < requests.size(); i++) {
      for (int at : places.get(i)) {
        for (int k = 0; k < LETTERS; k++) {
          requests.get(i)[at + k] = (byte) letters.charAt(k);
        }
      }
    }
    return requests;
  }

  private static String letters(int number) {
    char[] letters = new char[LETTERS];
    int rest = number;
    for (int i = LETTERS - 1; i >= 0; i--) {
      letters[i] = (char) ('A' + rest % 26);
      rest /= 26;
    }
    return new String(letters);
  }

  /** Where the ids begin: {@link Orders} begins each with letters to write over. */
  private static int[] orderIds(byte[] request) {
    List<Integer> places = new ArrayList<>();
    for (int i = 0; i < request.length - ORDER_ID.length; i++) {
      if (request[i] == '"'
          && java.util.Arrays.equals(
              request, i, i + ORDER_ID.length, ORDER_ID, 0, ORDER_ID.length)) {
        places.add(i + ORDER_ID.length);
      }
    }
    return places.stream().mapToInt(Integer::intValue).toArray();
  }
}
