package dev.uploadgateway.setup;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.uploadgateway.meta.CallResult;
import org.jspecify.annotations.Nullable;

/**
 * Meta's numbers and words; null where there are none.
 *
 * @param message what Meta says, or why it said nothing
 */
public record MetaAnswer(
    @JsonProperty("http_status") @Nullable Integer httpStatus,
    @Nullable Integer code,
    @JsonProperty("error_subcode") @Nullable Integer subcode,
    @JsonProperty("fbtrace_id") @Nullable String fbtraceId,
    @Nullable String message) {

  static final MetaAnswer OK = new MetaAnswer(200, null, null, null, null);

  static MetaAnswer of(CallResult.Facts facts) {
    return new MetaAnswer(
        facts.httpStatus(), facts.code(), facts.subcode(), facts.fbtraceId(), facts.words());
  }
}
