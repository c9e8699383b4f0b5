package dev.uploadgateway.setup;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * How often Meta is asked for its own figures.
 *
 * @param metaRefresh how old figures may be before they are asked for again, where somebody looks
 */
@ConfigurationProperties("gateway.reports")
record MetaFiguresProperties(@DefaultValue("5m") Duration metaRefresh) {

  MetaFiguresProperties {
    if (!metaRefresh.isPositive()) {
      throw new IllegalArgumentException("gateway.reports.meta-refresh is longer than zero");
    }
  }
}
