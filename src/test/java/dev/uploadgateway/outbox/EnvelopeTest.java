package dev.uploadgateway.outbox;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.uploadgateway.conversion.ByteWriter;
import dev.uploadgateway.conversion.EventKey;
import dev.uploadgateway.conversion.Money;
import io.airlift.compress.v3.zstd.ZstdCompressor;
import io.airlift.compress.v3.zstd.ZstdDecompressor;
import io.airlift.compress.v3.zstd.ZstdJavaCompressor;
import io.airlift.compress.v3.zstd.ZstdJavaDecompressor;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.Currency;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EnvelopeTest {

  /** What the first format was, of {@link #threeEvents}. */
  private static final String DEFLATED =
      """
      AZkBY34/e/3ZH2suTmSc8OTCpvbL6979Y2w49egCW8ORlZfZuBMVihLLFVLLUvNKGJkaQeKNIHHR
      aiWwWHxeYm6qkpWST2piilItM8v/k0AV/w8DVfCWZ5Zk5JeWKKQlJpcUcwaUFiVnJBansriGBrEZ
      WupZGuwBGcbACtLJsBfE5kvNVSjIsMrMK0vMyUxhAAA=
      """;

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
  void whatAnEarlierReleaseDeflatedIsStillRead() {
    List<StoredEvent> unpacked = Envelope.unpack(Base64.getMimeDecoder().decode(DEFLATED));

    assertThat(unpacked).usingRecursiveFieldByFieldElementComparator().isEqualTo(threeEvents());
  }

  @Test
  void factsComeOutAsTheyWentInAndSoDoesTheirAbsence() {
    byte[] packed = Envelope.pack(threeEvents());

    assertThat(packed[0]).as("the format").isEqualTo((byte) 2);
    assertThat(Envelope.unpack(packed))
        .usingRecursiveFieldByFieldElementComparator()
        .isEqualTo(threeEvents());
  }

  @Test
  void whatIsCompressedInJavaIsReadNativelyAndTheOtherWayRound() {
    byte[] plain = "The same word, word, word, again and again. ".repeat(500).getBytes(UTF_8);
    List<ZstdCompressor> compressors = List.of(new ZstdJavaCompressor(), ZstdCompressor.create());
    List<ZstdDecompressor> decompressors =
        List.of(new ZstdJavaDecompressor(), ZstdDecompressor.create());

    for (ZstdCompressor compressor : compressors) {
      byte[] packed = new byte[compressor.maxCompressedLength(plain.length)];
      int length = compressor.compress(plain, 0, plain.length, packed, 0, packed.length);
      for (ZstdDecompressor decompressor : decompressors) {
        byte[] out = new byte[plain.length];
        assertThat(decompressor.decompress(packed, 0, length, out, 0, out.length))
            .isEqualTo(plain.length);
        assertThat(out).isEqualTo(plain);
      }
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
    ByteWriter deflated = new ByteWriter();
    deflated.writeByte((byte) 1);
    deflated.writeLong(length);
    deflated.writeLong(0);
    ByteWriter events = new ByteWriter();
    events.writeByte((byte) 2);
    events.writeLong(length);
    events.writeLong(0);
    ByteWriter columns = new ByteWriter();
    columns.writeByte((byte) 2);
    columns.writeLong(1);
    columns.write(new byte[16], 16);
    columns.writeLong(length);
    columns.writeLong(0);

    for (ByteWriter untrue : List.of(deflated, events, columns)) {
      assertThatThrownBy(() -> Envelope.unpack(untrue.toByteArray()))
          .isInstanceOf(IllegalArgumentException.class);
    }
  }

  @Test
  void anotherFormatIsRefusedByItsNumber() {
    assertThatThrownBy(() -> Envelope.unpack(new byte[] {9, 1, 1}))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("Format 9");
  }

  private static List<StoredEvent> threeEvents() {
    Money money = new Money(new BigDecimal("19.90"), Currency.getInstance("EUR"));
    return List.of(
        new StoredEvent(
            new EventKey(new UUID(0x0123456789abcdefL, 0xfedcba9876543210L)),
            1_780_000_000L,
            Instant.ofEpochSecond(1_785_356_800L),
            "a raw event".getBytes(UTF_8),
            new StoredFacts("Purchase", money, 1_780_000_060L, null)),
        new StoredEvent(
            new EventKey(new UUID(1, 2)),
            1_780_000_001L,
            Instant.ofEpochSecond(1_785_356_801L),
            "{\"event_name\":\"Lead\"}".getBytes(UTF_8),
            new StoredFacts("Lead", null, 1_780_000_061L, "em ph:invalid")),
        new StoredEvent(
            new EventKey(new UUID(3, 4)),
            1_779_999_999L,
            Instant.ofEpochSecond(1_785_356_799L),
            "without facts".getBytes(UTF_8)));
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
