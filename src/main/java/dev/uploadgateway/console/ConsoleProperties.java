package dev.uploadgateway.console;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * The console's settings.
 *
 * @param refresh how often a page that shows what is going on looks again; a second or more
 */
@ConfigurationProperties("gateway.console")
record ConsoleProperties(@DefaultValue("5s") Duration refresh) {

  ConsoleProperties {
    if (refresh.compareTo(Duration.ofSeconds(1)) < 0) {
      throw new IllegalArgumentException("gateway.console.refresh is a second or more");
    }
  }
}
