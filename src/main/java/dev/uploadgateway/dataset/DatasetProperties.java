package dev.uploadgateway.dataset;

import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Who administers the gateway, and the destinations it is born with. What is wrong stops the start,
 * and is named without its value.
 *
 * @param adminKey opens everything; 32 characters or more. Without one, only keys in the database
 *     open anything
 * @param datasets by Meta's ids; created or changed at every start, where what is left out stays as
 *     it is
 */
@ConfigurationProperties("gateway")
record DatasetProperties(@Nullable String adminKey, @DefaultValue Map<String, Draft> datasets) {

  private static final Pattern ADMIN_KEY = Pattern.compile("[!-~]{32,1000}");

  DatasetProperties {
    datasets = Map.copyOf(datasets);
    if (adminKey != null && !ADMIN_KEY.matcher(adminKey).matches()) {
      throw new IllegalArgumentException(
          "gateway.admin-key is 32 ASCII characters or more, no spaces; such as from"
              + " `openssl rand -hex 32`");
    }
    datasets.forEach((id, draft) -> {
      if (!Draft.isDatasetId(id)) {
        throw new IllegalArgumentException(
            "gateway.datasets.<id> takes 1 to 64 letters, digits, hyphens and underscores");
      }
      draft
          .flaw()
          .ifPresent(flaw -> {
            throw flaw.inProperty("gateway.datasets." + id + ".");
          });
    });
  }

  @Override
  public String toString() {
    return "DatasetProperties[datasets=" + datasets.keySet() + "]";
  }
}
