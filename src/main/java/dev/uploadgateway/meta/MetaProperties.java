package dev.uploadgateway.meta;

import java.net.URI;
import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Where Meta is and how long to wait for it.
 *
 * @param baseUrl scheme and host; no path
 * @param apiVersion the Graph API version of datasets that name none
 * @param connectTimeout until a connection stands
 * @param responseTimeout from the request's last byte to the answer's last
 */
@ConfigurationProperties("gateway.meta")
record MetaProperties(
    @DefaultValue("https://graph.facebook.com") URI baseUrl,
    @DefaultValue("v26.0") String apiVersion,
    @DefaultValue("5s") Duration connectTimeout,
    @DefaultValue("60s") Duration responseTimeout) {

  MetaProperties {
    if (baseUrl.getHost() == null
        || !("https".equals(baseUrl.getScheme()) || "http".equals(baseUrl.getScheme()))) {
      throw new IllegalArgumentException("gateway.meta.base-url takes http(s)://host[:port]");
    }
    if (!apiVersion.matches("v\\d+\\.\\d+")) {
      throw new IllegalArgumentException("gateway.meta.api-version takes a version such as v26.0");
    }
  }
}
