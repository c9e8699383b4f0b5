package dev.uploadgateway.trace;

import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanBuilder;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.Scope;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.stereotype.Component;

/**
 * Follows work from one thread, process and day to the next. Where nobody gathers traces, and for
 * requests that were not sampled, there is nothing to follow and nothing is done.
 */
@Component
public class Traces {

  /** Who looks at a trace follows links one by one; a call may carry a thousand requests. */
  private static final int MOST_LINKS = 32;

  private final @Nullable Tracer tracer;

  Traces(ObjectProvider<Tracer> tracer) {
    this.tracer = tracer.getIfAvailable();
  }

  /** Where the work of this thread stands in its trace; null where nobody follows it. */
  public @Nullable String current() {
    if (tracer == null) {
      return null;
    }
    SpanContext span = Span.current().getSpanContext();
    return span.isSampled() ? Traceparent.of(span) : null;
  }

  /**
   * Does work that earlier work led to, as a span of the trace of the first of it, with links to
   * the others.
   *
   * @param causes what {@link #current} said there, none for work that nobody follows
   * @param work gets the span to say on it what is known of the work: only what a log line may say
   */
  public void follow(String name, SpanKind kind, List<String> causes, Consumer<Span> work) {
    if (tracer == null || causes.isEmpty()) {
      work.accept(Span.getInvalid());
      return;
    }
    SpanBuilder builder =
        tracer
            .spanBuilder(name)
            .setSpanKind(kind)
            .setParent(Context.root().with(Span.wrap(Traceparent.read(causes.getFirst()))));
    causes.stream()
        .skip(1)
        .limit(MOST_LINKS)
        .forEach(cause -> builder.addLink(Traceparent.read(cause)));
    Span span = builder.startSpan();
    try (Scope _ = span.makeCurrent()) {
      work.accept(span);
    } catch (RuntimeException | Error e) {
      failed(span, e);
      throw e;
    } finally {
      span.end();
    }
  }

  /** The class is all that is told: the message may quote people. */
  static void failed(Span span, Throwable failure) {
    span.setStatus(StatusCode.ERROR).setAttribute("error.type", failure.getClass().getName());
  }
}
