package dev.uploadgateway.problem;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import jakarta.servlet.http.HttpServletRequest;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Component;

/**
 * The share of the heap that bodies have together, with what is made of them until they are
 * answered: many large ones at once would end the process, with everybody's requests. Who finds no
 * room waits a moment, and is told to come back then. A body that is alone always fits, and small
 * ones pass without asking.
 *
 * <p>Bodies of callers whom nobody knows yet take a part of it at most, and their small ones ask
 * too.
 */
@Component
public class BodyRoom {

  /** Up to here a body is small: some hundred receipts. */
  static final int SMALL = 64 * 1024;

  static final int PIECE = 16 * 1024;

  /**
   * What a byte of a body takes at most: as it is read, as a parameter where the body is a form, as
   * an event, and as a part of an envelope.
   */
  static final int COPIES = 5;

  private static final int PART_OF_STRANGERS = 4;

  private static final String PLACE = Place.class.getName();

  private final int size;
  private final Semaphore room;
  private final int sizeForStrangers;
  private final Semaphore roomForStrangers;
  private final BodyProperties properties;
  private final Counter refused;

  @Autowired
  BodyRoom(BodyProperties properties, MeterRegistry meters) {
    this(Runtime.getRuntime().maxMemory(), properties, meters);
  }

  /**
   * @param heap in bytes
   */
  BodyRoom(long heap, BodyProperties properties, MeterRegistry meters) {
    this.size =
        Math.toIntExact(Math.max(2, Math.round(heap * properties.heapShare() / COPIES / PIECE)));
    this.room = new Semaphore(size, true);
    this.sizeForStrangers = Math.max(1, size / PART_OF_STRANGERS);
    this.roomForStrangers = new Semaphore(sizeForStrangers);
    this.properties = properties;
    this.refused = meters.counter("gateway.bodies.refused");
  }

  Place place() {
    return new Place();
  }

  /** Says that the body is stored as it is read, and takes no more memory than a small one. */
  public static void markStored(HttpServletRequest request) {
    Place place = place(request);
    if (place != null) {
      place.storedAsRead = true;
    }
  }

  /** Says, before the body is read, that whose it is will be in it. */
  public static void markStranger(HttpServletRequest request) {
    Place place = place(request);
    if (place != null) {
      place.ofStranger = true;
    }
  }

  /** Says that it is known now whose the body is, and that they may send it. */
  public static void markKnown(HttpServletRequest request) {
    Place place = place(request);
    if (place != null) {
      place.isKnown();
    }
  }

  /** Null where nobody counts, as where no filter is. */
  private static @Nullable Place place(HttpServletRequest request) {
    return (Place) request.getAttribute(PLACE);
  }

  private static int pieces(long bytes, int most) {
    return (int) Math.min(most, (bytes + PIECE - 1) / PIECE);
  }

  private Problem refusal() {
    refused.increment();
    return new Problem(
            HttpStatus.SERVICE_UNAVAILABLE,
            "too_many_bodies",
            "As many large bodies are being read as the gateway has memory for. Nothing was stored")
        .withHeader(HttpHeaders.RETRY_AFTER, "5");
  }

  /** What one request's body takes, until it is closed. Of one thread. */
  final class Place implements AutoCloseable {

    private boolean storedAsRead;
    private boolean ofStranger;
    private long read;
    private int held;
    private int heldAsStranger;

    void belongsTo(HttpServletRequest request) {
      request.setAttribute(PLACE, this);
    }

    /**
     * Before the first byte is read. What a stranger only says is not believed.
     *
     * @param declared the body's length; -1 where it is not told
     * @throws Problem 503 {@code too_many_bodies}
     */
    void begin(long declared) {
      if (held == 0 && !storedAsRead && !ofStranger && declared > SMALL) {
        int wanted = pieces(declared, size);
        if (!acquire(wanted)) {
          throw refusal();
        }
        held = wanted;
      }
    }

    /**
     * Who has some of the room already does not wait for more: two of them would wait for each
     * other.
     *
     * @throws Problem 503 {@code too_many_bodies}
     */
    void grow(int bytes) {
      read += bytes;
      if (ofStranger) {
        int more = pieces(read, sizeForStrangers) - heldAsStranger;
        if (more > 0 && !roomForStrangers.tryAcquire(more)) {
          throw refusal();
        }
        heldAsStranger += Math.max(more, 0);
      }
      if (!storedAsRead && read > SMALL) {
        int more = pieces(read, size) - held;
        if (more > 0 && !room.tryAcquire(more)) {
          throw refusal();
        }
        held += Math.max(more, 0);
      }
    }

    private boolean acquire(int wanted) {
      try {
        return room.tryAcquire(wanted, properties.roomPatience().toMillis(), TimeUnit.MILLISECONDS);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        return false;
      }
    }

    private void isKnown() {
      roomForStrangers.release(heldAsStranger);
      heldAsStranger = 0;
      ofStranger = false;
    }

    @Override
    public void close() {
      isKnown();
      room.release(held);
      held = 0;
    }
  }
}
