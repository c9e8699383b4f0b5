package dev.uploadgateway.trace;

import io.micrometer.tracing.otel.bridge.Slf4JEventListener;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Conditional;
import org.springframework.context.annotation.Configuration;

/**
 * Every line of traced work names its trace and span, by the names of the Elastic Common Schema.
 */
@Configuration(proxyBeanMethods = false)
@Conditional(Gathered.class)
class TraceInLogs {

  @Bean
  Slf4JEventListener listener() {
    return new Slf4JEventListener("trace.id", "span.id");
  }
}
