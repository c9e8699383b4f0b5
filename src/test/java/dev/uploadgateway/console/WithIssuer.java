package dev.uploadgateway.console;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.springframework.boot.test.context.TestConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Import;
import org.springframework.test.context.DynamicPropertyRegistrar;
import org.springframework.test.context.TestPropertySource;

/** An issuer for people at the console and for services with signed tokens, and little patience. */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@Import(WithIssuer.Settings.class)
@TestPropertySource(properties = "server.tomcat.connection-timeout=2s")
public @interface WithIssuer {

  /** Wrong keys of an address in a minute. */
  int FAILURES = 5;

  /** Of one holder of tokens. */
  int REQUESTS_PER_SECOND = 10;

  @TestConfiguration(proxyBeanMethods = false)
  class Settings {

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
        registry.add("gateway.jwt.requests-per-second", () -> REQUESTS_PER_SECOND);
        registry.add("gateway.keys.failures-per-minute", () -> FAILURES);
      };
    }
  }
}
