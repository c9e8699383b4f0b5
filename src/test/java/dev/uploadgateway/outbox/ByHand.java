package dev.uploadgateway.outbox;

import dev.uploadgateway.LocalPostgres;
import dev.uploadgateway.seal.Seal;
import org.springframework.beans.factory.config.BeanFactoryPostProcessor;
import org.springframework.beans.factory.support.BeanDefinitionRegistry;
import org.springframework.boot.test.context.TestConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Import;
import org.springframework.context.annotation.Primary;
import org.springframework.jdbc.core.simple.JdbcClient;

/** A gateway in which nothing moves by itself: the test turns the clock and cranks the loop. */
@TestConfiguration(proxyBeanMethods = false)
@Import(LocalPostgres.class)
public class ByHand {

  @Bean
  @Primary
  SettableClock settableClock() {
    return new SettableClock();
  }

  @Bean
  Given given(JdbcClient jdbc, Outbox outbox, Seal seal, SettableClock clock) {
    return new Given(jdbc, outbox, seal, clock);
  }

  @Bean
  static BeanFactoryPostProcessor withoutTheLoop() {
    return factory -> ((BeanDefinitionRegistry) factory).removeBeanDefinition("dispatchLoop");
  }
}
