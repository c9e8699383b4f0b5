package dev.uploadgateway.meta;

import dev.uploadgateway.conversion.ConversionEvent;
import dev.uploadgateway.conversion.EventKey;
import dev.uploadgateway.dataset.Dataset;
import dev.uploadgateway.dataset.Wire;
import dev.uploadgateway.matchkey.MatchKeys;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The body of one call, written event by event. What an event became can be read back, so that a
 * second attempt repeats it byte for byte.
 */
public final class CallBody {

  /** What holds for a whole call, beside its events. */
  static final Set<String> MEMBERS =
      Set.of("upload_tag", "namespace_id", "partner_agent", "test_event_code", "appsecret_proof");

  /** Bytes of an event with eleven match keys and three articles. */
  private static final int USUAL_EVENT = 1_300;

  private static final int BESIDE_EVENTS = 512;

  private final Dataset dataset;
  private final Wire wire;
  private final JsonBytes out;
  private final List<int[]> places = new ArrayList<>();

  /**
   * @param expected about how many events there will be: a body that has to grow is copied, which
   *     took a tenth of the time of writing it
   */
  public CallBody(Dataset dataset, Wire wire, int expected) {
    this.dataset = dataset;
    this.wire = wire;
    this.out = new JsonBytes(BESIDE_EVENTS + expected * USUAL_EVENT);
    out.open('{').name("data").open('[');
  }

  /**
   * The most events of one call: 1,000 ("Using the API") or, in the offline dialect, 2,000 ("Upload
   * Offline Events").
   */
  public static int limit(Wire wire) {
    return switch (wire) {
      case CONVERSIONS_API -> 1_000;
      case OFFLINE_CONVERSIONS_API -> 2_000;
    };
  }

  public Wire wire() {
    return wire;
  }

  /** How many events it holds. */
  public int events() {
    return places.size();
  }

  public void add(ConversionEvent event, MatchKeys keys, EventKey key) {
    out.element();
    int from = out.size();
    switch (wire) {
      case CONVERSIONS_API -> ConversionsApi.write(out, event, keys, key, dataset);
      case OFFLINE_CONVERSIONS_API -> OfflineConversionsApi.write(out, event, keys, dataset);
    }
    places.add(new int[] {from, out.size()});
  }

  /** Adds an event as it was sent before. */
  public void addFrozen(byte[] event) {
    out.element();
    int from = out.size();
    out.raw(event);
    places.add(new int[] {from, out.size()});
  }

  /** The bytes of the event at that position. */
  public byte[] event(int index) {
    int[] place = places.get(index);
    return out.slice(place[0], place[1]);
  }

  /**
   * Ends the list of events and adds what holds for the whole call; nothing can be added
   * afterwards.
   */
  ByteBuffer finish(String uploadTag, @Nullable String namespaceId, @Nullable String proof) {
    out.close(']');
    out.name("upload_tag").string(uploadTag);
    member("namespace_id", namespaceId);
    member("partner_agent", dataset.delivery().partnerAgent());
    member("test_event_code", dataset.delivery().testEventCode());
    member("appsecret_proof", proof);
    out.close('}');
    return out.toByteBuffer();
  }

  private void member(String name, @Nullable String value) {
    if (value != null) {
      out.name(name).string(value);
    }
  }
}
