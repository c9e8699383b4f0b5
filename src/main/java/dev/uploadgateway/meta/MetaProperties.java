package dev.uploadgateway.meta;

import java.net.URI;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Where Meta is and how to speak with it.
 *
 * @param baseUrl scheme and host; no path
 * @param apiVersion the Graph API version of datasets that name none
 * @param connectTimeout until a connection stands, TLS included
 * @param writeTimeout until the network has taken the request
 * @param responseTimeout the longest silence while an answer is waited for or read
 * @param totalTimeout the whole of a call, from the search for a connection to the answer's last
 *     byte; shorter than {@code gateway.dispatch.lease}, so that no call is repeated while it is
 *     under way
 * @param keepAlive how long an unused connection is kept for the next call
 * @param connectionLifetime how long a connection is used at most, so that a changed address of
 *     Meta's is found
 * @param slowDownFrom percent of Meta's rate limit from which calls are spaced out; 100 is never
 * @param proxy through which Meta is reached; null for none
 */
@ConfigurationProperties("gateway.meta")
record MetaProperties(
    @DefaultValue("https://graph.facebook.com") URI baseUrl,
    @DefaultValue("v26.0") String apiVersion,
    @DefaultValue("5s") Duration connectTimeout,
    @DefaultValue("30s") Duration writeTimeout,
    @DefaultValue("60s") Duration responseTimeout,
    @DefaultValue("2m") Duration totalTimeout,
    @DefaultValue("30s") Duration keepAlive,
    @DefaultValue("5m") Duration connectionLifetime,
    @DefaultValue("75") int slowDownFrom,
    @Nullable Proxy proxy) {

  /**
   * A proxy that is asked to CONNECT, or speaks SOCKS 5.
   *
   * @param url {@code http://host:port} or {@code socks5://host:port}
   * @param username null where it asks for none
   * @param password null where it asks for none
   */
  record Proxy(URI url, @Nullable String username, @Nullable String password) {

    Proxy {
      boolean known = "http".equals(url.getScheme()) || "socks5".equals(url.getScheme());
      require(
          known && url.getHost() != null && url.getPort() > 0 && url.getUserInfo() == null,
          "gateway.meta.proxy.url takes http://host:port or socks5://host:port");
      require(
          (username == null) == (password == null),
          "gateway.meta.proxy.username and .password go together");
    }

    @Override
    public String toString() {
      return "Proxy[" + url + "]";
    }
  }

  MetaProperties {
    boolean web = "https".equals(baseUrl.getScheme()) || "http".equals(baseUrl.getScheme());
    String path = baseUrl.getRawPath();
    require(
        web
            && baseUrl.getHost() != null
            && (path == null || path.isEmpty() || path.equals("/"))
            && baseUrl.getRawQuery() == null
            && baseUrl.getUserInfo() == null,
        "gateway.meta.base-url takes http(s)://host[:port], and no path");
    require(
        apiVersion.matches("v\\d+\\.\\d+"),
        "gateway.meta.api-version takes a version such as v26.0");
    requireMillis(connectTimeout, "connect-timeout");
    requireMillis(writeTimeout, "write-timeout");
    requireMillis(responseTimeout, "response-timeout");
    requireMillis(totalTimeout, "total-timeout");
    requireMillis(keepAlive, "keep-alive");
    requireMillis(connectionLifetime, "connection-lifetime");
    require(slowDownFrom >= 1 && slowDownFrom <= 100, "gateway.meta.slow-down-from is 1 to 100");
  }

  private static void requireMillis(Duration duration, String property) {
    require(
        duration.toMillis() >= 1 && duration.toMillis() <= Integer.MAX_VALUE,
        "gateway.meta." + property + " is a millisecond or more, and at most 24 days");
  }

  private static void require(boolean holds, String otherwise) {
    if (!holds) {
      throw new IllegalArgumentException(otherwise);
    }
  }
}
