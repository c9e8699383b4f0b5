package dev.uploadgateway.console;

import org.springframework.boot.test.context.TestConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.test.context.DynamicPropertyRegistrar;

/** An issuer for people at the console and for services with signed tokens, and little patience. */
@TestConfiguration(proxyBeanMethods = false)
public class WithIssuer {

  /** Wrong keys of an address in a minute. */
  public static final int FAILURES = 5;

  @Bean
  LoopbackIssuer issuer() {
    return new LoopbackIssuer();
  }

  @Bean
  DynamicPropertyRegistrar issuerSettings(LoopbackIssuer issuer) {
    return registry -> {
      issuer.settings().accept(registry);
      registry.add("gateway.jwt.issuer", issuer::url);
      registry.add("gateway.jwt.audience", () -> LoopbackIssuer.AUDIENCE);
      registry.add("gateway.keys.failures-per-minute", () -> FAILURES);
      registry.add("server.tomcat.connection-timeout", () -> "2s");
    };
  }
}
