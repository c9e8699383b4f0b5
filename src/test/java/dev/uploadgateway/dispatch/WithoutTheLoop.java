package dev.uploadgateway.dispatch;

import org.springframework.beans.factory.config.BeanFactoryPostProcessor;
import org.springframework.beans.factory.support.BeanDefinitionRegistry;
import org.springframework.boot.test.context.TestConfiguration;
import org.springframework.context.annotation.Bean;

/** A gateway by the real clock whose dispatcher is cranked by hand. */
@TestConfiguration(proxyBeanMethods = false)
class WithoutTheLoop {

  @Bean
  static BeanFactoryPostProcessor withoutTheLoop() {
    return factory -> ((BeanDefinitionRegistry) factory).removeBeanDefinition("dispatchLoop");
  }
}
