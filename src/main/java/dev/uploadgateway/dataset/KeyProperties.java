package dev.uploadgateway.dataset;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * @param failuresPerMinute how many keys that are none, or have expired, an address may present to
 *     this replica in a minute before it is answered 429; keys that are good are served all the
 *     same
 */
@ConfigurationProperties("gateway.keys")
record KeyProperties(@DefaultValue("30") int failuresPerMinute) {

  KeyProperties {
    if (failuresPerMinute < 1) {
      throw new IllegalArgumentException("gateway.keys.failures-per-minute is 1 or more");
    }
  }
}
