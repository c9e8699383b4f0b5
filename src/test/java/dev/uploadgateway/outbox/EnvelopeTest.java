package dev.uploadgateway.outbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.uploadgateway.conversion.ByteWriter;
import dev.uploadgateway.conversion.EventKey;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EnvelopeTest {

  private final Random random = new Random(7);

  @Test
  void aThousandEventsComeOutAsTheyWentIn() {
    List<StoredEvent> events = events(1_000);

    List<StoredEvent> unpacked = Envelope.unpack(Envelope.pack(events));

    assertThat(unpacked).hasSize(1_000);
    for (int i = 0; i < 1_000; i++) {
      assertThat(unpacked.get(i)).usingRecursiveComparison().isEqualTo(events.get(i));
    }
  }

  @Test
  void alikeEventsTakeLittleSpace() {
    byte[] payload = new byte[40_000];
    List<StoredEvent> events = new ArrayList<>();
    for (int i = 0; i < 1_000; i++) {
      events.add(new StoredEvent(new EventKey(new UUID(1, i)), 1, Instant.EPOCH, payload));
    }

    byte[] packed = Envelope.pack(events);

    assertThat(packed.length).isLessThan(1_000_000);
    assertThat(Envelope.unpack(packed)).hasSize(1_000);
  }

  @Test
  void whatIsCutOffAnywhereIsRefused() {
    byte[] packed = Envelope.pack(events(20));

    for (int length = 0; length < packed.length; length++) {
      byte[] cut = Arrays.copyOf(packed, length);
      assertThatExceptionOfType(IllegalArgumentException.class)
          .as("cut off after " + length)
          .isThrownBy(() -> Envelope.unpack(cut));
    }
  }

  @Test
  void garbageIsRefusedOrReadButNeverAnythingElse() {
    byte[] packed = Envelope.pack(events(20));
    for (int i = 0; i < 20_000; i++) {
      byte[] garbage = packed.clone();
      garbage[random.nextInt(garbage.length)] ^= (byte) (1 + random.nextInt(255));
      try {
        Envelope.unpack(garbage);
      } catch (IllegalArgumentException e) {
        assertThat(e).hasMessageNotContaining("event0");
      }
    }
  }

  @ParameterizedTest
  @ValueSource(
      longs = {-1, Long.MIN_VALUE, Long.MAX_VALUE, Integer.MAX_VALUE, 2_000_000_000, 100_000})
  void aLengthThatCannotBeTrueTakesNoMemory(long length) {
    ByteWriter out = new ByteWriter();
    out.writeByte((byte) 1);
    out.writeLong(length);
    out.writeLong(0);

    assertThatThrownBy(() -> Envelope.unpack(out.toByteArray()))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void anotherFormatIsRefusedByItsNumber() {
    assertThatThrownBy(() -> Envelope.unpack(new byte[] {9, 1, 1}))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("Format 9");
  }

  private List<StoredEvent> events(int size) {
    List<StoredEvent> events = new ArrayList<>();
    for (int i = 0; i < size; i++) {
      byte[] payload = new byte[random.nextInt(500)];
      random.nextBytes(payload);
      UUID key = new UUID(random.nextLong(), random.nextLong());
      Instant deadline = Instant.ofEpochSecond(1_790_000_000L + random.nextInt(1_000_000));
      events.add(new StoredEvent(new EventKey(key), 1_780_000_000L + i, deadline, payload));
    }
    return events;
  }
}
