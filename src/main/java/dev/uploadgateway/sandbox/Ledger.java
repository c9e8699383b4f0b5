package dev.uploadgateway.sandbox;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;
import tools.jackson.databind.util.RawValue;

/**
 * What Meta holds after its own deduplication: the first of equal events wins, and nothing is ever
 * updated. Offline events are recognised for 7 days ("Sending Offline Events Using the Conversions
 * API"), others for 48 hours.
 *
 * <p>Bounded by the heap: 1 KB of it for each event held, at most 2,000,000 of them, and a quarter
 * of it for their texts. The oldest texts are forgotten first, then the oldest events.
 */
final class Ledger {

  private static final int MAX_EVENTS =
      (int) Math.min(2_000_000, Runtime.getRuntime().maxMemory() / 1024);
  private static final long MAX_TEXT = Runtime.getRuntime().maxMemory() / 4;
  private static final int MAX_CALLS_NAMED = 100;
  private static final long WINDOW_OFFLINE = Duration.ofDays(7).toSeconds();
  private static final long WINDOW = Duration.ofDays(2).toSeconds();

  private final Map<EventKey, Held> byKey = new HashMap<>();
  private final Deque<Held> held = new ArrayDeque<>();
  private final Deque<Held> withText = new ArrayDeque<>();
  private long textBytes;

  /**
   * The call that brought events.
   *
   * @param at Unix seconds
   */
  record Delivery(int call, String dataset, @Nullable String tag, long at) {}

  private static final class Held {
    final EventKey key;
    final EventKey print;
    final Delivery first;
    byte @Nullable [] text;
    int received = 1;
    boolean identical = true;
    int[] calls;

    Held(EventKey key, EventKey print, Delivery first, byte[] text) {
      this.key = key;
      this.print = print;
      this.first = first;
      this.text = text;
      this.calls = new int[] {first.call()};
    }
  }

  /** Keeps what is new and counts what is not; answers how many were not. */
  int keep(Delivery delivery, List<Event> events, Dialect dialect) {
    List<EventKey> keys = new ArrayList<>(events.size());
    List<EventKey> prints = new ArrayList<>(events.size());
    for (Event event : events) {
      keys.add(EventKey.of(delivery.dataset(), event.json(), dialect));
      prints.add(EventKey.digest(event.text()));
    }
    int repeated = 0;
    synchronized (this) {
      for (int i = 0; i < events.size(); i++) {
        Event event = events.get(i);
        Held known = byKey.get(keys.get(i));
        long window = dialect.isOffline(event.json()) ? WINDOW_OFFLINE : WINDOW;
        if (known != null && delivery.at() - known.first.at() <= window) {
          repeat(known, prints.get(i), delivery.call());
          repeated++;
        } else {
          hold(new Held(keys.get(i), prints.get(i), delivery, event.text()));
        }
      }
    }
    return repeated;
  }

  private void repeat(Held known, EventKey print, int call) {
    known.received++;
    known.identical &= known.print.equals(print);
    int count = known.calls.length;
    if (count < MAX_CALLS_NAMED && known.calls[count - 1] != call) {
      known.calls = Arrays.copyOf(known.calls, count + 1);
      known.calls[count] = call;
    }
  }

  private void hold(Held event) {
    byKey.put(event.key, event);
    held.addLast(event);
    withText.addLast(event);
    textBytes += lengthOf(event.text);
    while (textBytes > MAX_TEXT && !withText.isEmpty()) {
      Held oldest = withText.removeFirst();
      textBytes -= lengthOf(oldest.text);
      oldest.text = null;
    }
    if (held.size() > MAX_EVENTS) {
      Held oldest = held.removeFirst();
      byKey.remove(oldest.key, oldest);
      if (withText.peekFirst() == oldest) {
        withText.removeFirst();
        textBytes -= lengthOf(oldest.text);
      }
    }
  }

  private static int lengthOf(byte @Nullable [] text) {
    return text == null ? 0 : text.length;
  }

  /**
   * The events held, oldest first; null filters let everything through, and {@code count} ignores
   * the limit.
   */
  synchronized ObjectNode describe(@Nullable String dataset, @Nullable String tag, int limit) {
    ObjectNode answer = Answer.object();
    ArrayNode data = Answer.object().arrayNode();
    int count = 0;
    for (Held event : held) {
      boolean matches =
          (dataset == null || dataset.equals(event.first.dataset()))
              && (tag == null || tag.equals(event.first.tag()));
      if (matches && count++ < limit) {
        describe(event, data.addObject());
      }
    }
    answer.put("count", count).set("data", data);
    return answer;
  }

  private static void describe(Held event, ObjectNode row) {
    row.put("dataset", event.first.dataset()).put("upload_tag", event.first.tag());
    if (event.text == null) {
      row.putNull("event");
    } else {
      row.putRawValue("event", new RawValue(new String(event.text, UTF_8)));
    }
    row.put("received", event.received).put("identical", event.identical);
    ArrayNode calls = row.putArray("calls");
    for (int call : event.calls) {
      calls.add(call);
    }
  }

  /** The texts of the dataset's events, the oldest first; without those that were forgotten. */
  synchronized List<byte[]> texts(String dataset) {
    List<byte[]> texts = new ArrayList<>();
    for (Held event : held) {
      if (event.text != null && event.first.dataset().equals(dataset)) {
        texts.add(event.text);
      }
    }
    return texts;
  }

  synchronized void clear() {
    byKey.clear();
    held.clear();
    withText.clear();
    textBytes = 0;
  }
}
