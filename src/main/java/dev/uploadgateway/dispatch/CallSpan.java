package dev.uploadgateway.dispatch;

import dev.uploadgateway.dataset.Dataset;
import dev.uploadgateway.meta.CallResult;
import dev.uploadgateway.meta.Outcome;
import dev.uploadgateway.outbox.Claim;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.StatusCode;
import org.jspecify.annotations.Nullable;

/**
 * What a call's span tells: the words of its log line, without the upload tag, which is the
 * client's own text.
 */
final class CallSpan {

  private CallSpan() {}

  static void tell(Span span, Dataset dataset, Claim claim, CallResult result) {
    if (!span.isRecording()) {
      return;
    }
    CallResult.Facts facts = result.facts();
    span.setAttribute("dataset", dataset.id())
        .setAttribute("events", claim.events().size())
        .setAttribute("bytes", result.timing().bytes())
        .setAttribute("attempt", claim.attempts() + 1)
        .setAttribute("outcome", result.outcome().word());
    tell(span, "http.response.status_code", facts.httpStatus());
    tell(span, "code", facts.code());
    tell(span, "subcode", facts.subcode());
    if (facts.fbtraceId() != null) {
      span.setAttribute("fbtrace", facts.fbtraceId());
    }
    if (!(result.outcome() instanceof Outcome.Accepted)) {
      span.setStatus(StatusCode.ERROR);
    }
  }

  private static void tell(Span span, String key, @Nullable Integer value) {
    if (value != null) {
      span.setAttribute(key, value);
    }
  }
}
