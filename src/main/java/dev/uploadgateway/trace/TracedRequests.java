package dev.uploadgateway.trace;

import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.Scope;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Set;
import org.slf4j.MDC;
import org.springframework.context.annotation.Conditional;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.stereotype.Component;
import org.springframework.web.filter.OncePerRequestFilter;
import org.springframework.web.servlet.HandlerMapping;

/**
 * A span of every request, part of its client's trace where it names one. It tells the pattern of
 * the path, never the path: in those there are orders. Right after the request has its id, which
 * the span tells too.
 */
@Component
@Conditional(Gathered.class)
@Order(Ordered.HIGHEST_PRECEDENCE + 1)
class TracedRequests extends OncePerRequestFilter {

  private static final Set<String> METHODS =
      Set.of("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS");

  private final Tracer tracer;

  TracedRequests(Tracer tracer) {
    this.tracer = tracer;
  }

  @Override
  protected void doFilterInternal(
      HttpServletRequest request, HttpServletResponse response, FilterChain chain)
      throws ServletException, IOException {
    String method = METHODS.contains(request.getMethod()) ? request.getMethod() : "_OTHER";
    Span client = Span.wrap(Traceparent.read(request.getHeader("traceparent")));
    Span span =
        tracer
            .spanBuilder(method)
            .setSpanKind(SpanKind.SERVER)
            .setParent(Context.root().with(client))
            .setAttribute("http.request.method", method)
            .startSpan();
    String requestId = MDC.get("request_id");
    if (requestId != null) {
      span.setAttribute("request_id", requestId);
    }
    try (Scope _ = span.makeCurrent()) {
      chain.doFilter(request, response);
      tellAnswer(span, response.getStatus());
    } catch (IOException | ServletException | RuntimeException | Error e) {
      Traces.failed(span, e);
      throw e;
    } finally {
      if (request.getAttribute(HandlerMapping.BEST_MATCHING_PATTERN_ATTRIBUTE)
          instanceof String route) {
        span.updateName(method + " " + route).setAttribute("http.route", route);
      }
      span.end();
    }
  }

  private static void tellAnswer(Span span, int status) {
    span.setAttribute("http.response.status_code", status);
    if (status >= 500) {
      span.setStatus(StatusCode.ERROR);
    }
  }
}
