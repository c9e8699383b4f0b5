package dev.uploadgateway.trace;

import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.autoconfigure.AutoConfigurationImportFilter;
import org.springframework.boot.autoconfigure.AutoConfigurationMetadata;
import org.springframework.context.EnvironmentAware;
import org.springframework.core.env.Environment;

/**
 * Keeps Spring Boot from making tracers, and threads that send nothing, where nobody gathers
 * traces. What it makes of every observation is kept out always: those spans have addresses and the
 * messages of exceptions in them, in which there are people and tokens, and its headers would tell
 * Meta of the inside.
 */
final class OnlyWhatIsGathered implements AutoConfigurationImportFilter, EnvironmentAware {

  private static final String TRACING = "org.springframework.boot.micrometer.tracing.";
  private static final String SDK = "org.springframework.boot.opentelemetry.";

  private static final Set<String> TAKEN =
      Set.of(
          SDK + "autoconfigure.OpenTelemetrySdkAutoConfiguration",
          TRACING + "opentelemetry.autoconfigure.OpenTelemetryTracingAutoConfiguration",
          TRACING + "opentelemetry.autoconfigure.otlp.OtlpTracingAutoConfiguration",
          TRACING + "autoconfigure.prometheus.PrometheusExemplarsAutoConfiguration");

  private boolean gathered;

  @Override
  public void setEnvironment(Environment environment) {
    gathered = Gathered.in(environment);
  }

  @Override
  public boolean[] match(@Nullable String[] configurations, AutoConfigurationMetadata metadata) {
    boolean[] matches = new boolean[configurations.length];
    for (int i = 0; i < matches.length; i++) {
      String configuration = configurations[i];
      matches[i] =
          configuration == null
              || !concernsTraces(configuration)
              || (gathered && TAKEN.contains(configuration));
    }
    return matches;
  }

  /** Spring asks about the parts of what is taken, too; they come with the whole. */
  private static boolean concernsTraces(String configuration) {
    return (configuration.startsWith(TRACING) || configuration.startsWith(SDK))
        && configuration.endsWith("AutoConfiguration");
  }
}
