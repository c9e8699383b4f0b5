package dev.uploadgateway.dispatch;

import dev.uploadgateway.conversion.ConversionEvent;
import dev.uploadgateway.conversion.EventCodec;
import dev.uploadgateway.conversion.EventKey;
import dev.uploadgateway.dataset.Dataset;
import dev.uploadgateway.matchkey.MatchKeyMaker;
import dev.uploadgateway.matchkey.MatchKeys;
import dev.uploadgateway.matchkey.NormalizedCustomer;
import dev.uploadgateway.meta.CallBody;
import org.springframework.stereotype.Component;

/** Turns raw events into what is sent: the one place where they get their match keys. */
@Component
public class RawEvents {

  private final MatchKeyMaker matchKeys;

  RawEvents(MatchKeyMaker matchKeys) {
    this.matchKeys = matchKeys;
  }

  /**
   * Adds an event to a call.
   *
   * @param payload the event as intake encoded it
   * @return its {@link Traits}: what a report may say of it after delivery, nothing personal
   * @throws RuntimeException if this release cannot read it; then the body is of no use any more
   */
  public String write(CallBody body, Dataset dataset, EventKey key, byte[] payload) {
    ConversionEvent event = EventCodec.decode(payload);
    NormalizedCustomer customer = matchKeys.normalize(event.customer(), dataset.matchKeyRules());
    MatchKeys keys = customer.hash();
    body.add(event, keys, key);
    return Traits.of(keys, customer.dropped());
  }
}
