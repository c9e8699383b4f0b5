package dev.uploadgateway.sandbox;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Where the sandbox listens when the gateway runs in the profile {@code sandbox}.
 *
 * @param host the address to bind to; the default keeps it to this machine
 * @param port 0 takes any that is free
 */
@ConfigurationProperties("gateway.sandbox")
record SandboxProperties(@DefaultValue("127.0.0.1") String host, @DefaultValue("8090") int port) {

  SandboxProperties {
    if (port < 0 || port > 65_535) {
      throw new IllegalArgumentException("gateway.sandbox.port must be 0 to 65535");
    }
  }
}
