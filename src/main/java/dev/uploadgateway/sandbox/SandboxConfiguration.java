package dev.uploadgateway.sandbox;

import java.time.InstantSource;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Profile;

/** Runs the sandbox beside the gateway, which reaches it over HTTP like any other Graph API. */
@Configuration(proxyBeanMethods = false)
@Profile("sandbox")
class SandboxConfiguration {

  @Bean
  SandboxServer sandboxServer(SandboxProperties properties) {
    return SandboxServer.start(properties.host(), properties.port(), InstantSource.system());
  }
}
