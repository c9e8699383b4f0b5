package dev.uploadgateway.trace;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.sdk.common.CompletableResultCode;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.export.SimpleSpanProcessor;
import io.opentelemetry.sdk.trace.export.SpanExporter;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.support.StaticListableBeanFactory;

class TracesTest {

  private static final String TRACE = "4bf92f3577b34da6a3ce929d0e0e4736";

  private final List<SpanData> ended = new ArrayList<>();
  private final SdkTracerProvider provider =
      SdkTracerProvider.builder().addSpanProcessor(SimpleSpanProcessor.create(new Kept())).build();
  private final Traces traces = traces(provider.get("test"));

  @AfterEach
  void close() {
    provider.close();
  }

  @Test
  void workIsPartOfTheTraceOfItsFirstCauseAndLinkedToTheOthers() {
    traces.follow(
        "call",
        SpanKind.CLIENT,
        List.of(parent(TRACE), parent("0af7651916cd43dd8448eb211c80319c")),
        span -> assertThat(traces.current()).startsWith("00-" + TRACE));

    SpanData span = ended.getFirst();
    assertThat(span.getTraceId()).isEqualTo(TRACE);
    assertThat(span.getParentSpanId()).isEqualTo("00f067aa0ba902b7");
    assertThat(span.getLinks())
        .extracting(link -> link.getSpanContext().getTraceId())
        .containsExactly("0af7651916cd43dd8448eb211c80319c");
    assertThat(traces.current()).isNull();
  }

  @Test
  void aCallOfAThousandRequestsHasAHandfulOfLinks() {
    List<String> causes =
        IntStream.rangeClosed(1, 1_000).mapToObj(i -> parent("%032x".formatted(i))).toList();

    traces.follow("call", SpanKind.CLIENT, causes, span -> {});

    assertThat(ended.getFirst().getLinks()).hasSize(32);
  }

  @Test
  void whatFailsIsNamedByItsClassAndNotByItsMessage() {
    assertThatThrownBy(() ->
            traces.follow(
                "append",
                SpanKind.INTERNAL,
                List.of(parent(TRACE)),
                span -> {
                  throw new IllegalStateException("Anna Huber");
                }))
        .isInstanceOf(IllegalStateException.class);

    assertThat(ended.toString()).contains("IllegalStateException").doesNotContain("Anna");
  }

  @Test
  void workThatNobodyFollowsIsDoneWithoutASpan() {
    List<Span> given = new ArrayList<>();

    traces.follow("call", SpanKind.CLIENT, List.of(), given::add);
    traces(null).follow("call", SpanKind.CLIENT, List.of(parent(TRACE)), given::add);

    assertThat(given).hasSize(2).noneMatch(Span::isRecording);
    assertThat(ended).isEmpty();
    assertThat(traces(null).current()).isNull();
  }

  @ParameterizedTest
  @NullSource
  @ValueSource(
      strings = {
        "",
        "anna@example.com",
        "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7",
        "00-4BF92F3577B34DA6A3CE929D0E0E4736-00F067AA0BA902B7-01",
        "00-00000000000000000000000000000000-00f067aa0ba902b7-01",
        "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01\n"
      })
  void whatIsNoTraceparentIsNobodysPlace(String text) {
    assertThat(Traceparent.read(text).isValid()).isFalse();
  }

  @Test
  void aTraceparentIsWrittenAsItWasRead() {
    SpanContext place = Traceparent.read(parent(TRACE));

    assertThat(place.isRemote()).isTrue();
    assertThat(Traceparent.of(place)).isEqualTo(parent(TRACE)).hasSize(55);
  }

  private static String parent(String trace) {
    return "00-" + trace + "-00f067aa0ba902b7-01";
  }

  private static Traces traces(Tracer tracer) {
    StaticListableBeanFactory beans = new StaticListableBeanFactory();
    if (tracer != null) {
      beans.addBean("tracer", tracer);
    }
    return new Traces(beans.getBeanProvider(Tracer.class));
  }

  private final class Kept implements SpanExporter {

    @Override
    public CompletableResultCode export(Collection<SpanData> spans) {
      ended.addAll(spans);
      return CompletableResultCode.ofSuccess();
    }

    @Override
    public CompletableResultCode flush() {
      return CompletableResultCode.ofSuccess();
    }

    @Override
    public CompletableResultCode shutdown() {
      return CompletableResultCode.ofSuccess();
    }
  }
}
