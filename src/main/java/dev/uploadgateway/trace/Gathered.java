package dev.uploadgateway.trace;

import org.springframework.context.annotation.Condition;
import org.springframework.context.annotation.ConditionContext;
import org.springframework.core.env.Environment;
import org.springframework.core.type.AnnotatedTypeMetadata;
import org.springframework.util.StringUtils;

/** Whether somebody gathers traces: whether there is an address to send them to. */
final class Gathered implements Condition {

  private static final String ENDPOINT = "management.opentelemetry.tracing.export.otlp.endpoint";

  @Override
  public boolean matches(ConditionContext context, AnnotatedTypeMetadata metadata) {
    return in(context.getEnvironment());
  }

  /** Compose and charts can set a variable to nothing more easily than not set it. */
  static boolean in(Environment environment) {
    return StringUtils.hasText(environment.getProperty(ENDPOINT));
  }
}
