package dev.uploadgateway.watch;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonUnwrapped;
import dev.uploadgateway.report.Standings.Standing;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.actuate.endpoint.annotation.Endpoint;
import org.springframework.boot.actuate.endpoint.annotation.ReadOperation;
import org.springframework.stereotype.Component;

/** {@code /actuator/gateway}: per dataset what the console's overview shows. */
@Component
@Endpoint(id = "gateway")
class GatewayEndpoint {

  /**
   * A dataset; times that are not known are left out.
   *
   * @param expiring events that Meta will refuse within a day
   * @param delivered events that Meta took in the last 15 minutes
   * @param quarantined events that wait for a human, by reason
   */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  record Row(
      String id,
      @Nullable String name,
      @JsonUnwrapped Situation.Road road,
      @JsonProperty("waiting_events") long waiting,
      @JsonProperty("waiting_since") @Nullable Instant waitingSince,
      @JsonProperty("next_deadline") @Nullable Instant nextDeadline,
      @JsonProperty("expiring_events") long expiring,
      @JsonProperty("delivered_lately") long delivered,
      @JsonProperty("last_delivery") @Nullable Instant lastDelivery,
      Map<String, Long> quarantined) {}

  record Answer(List<Row> datasets) {}

  private final Situation situation;

  GatewayEndpoint(Situation situation) {
    this.situation = situation;
  }

  @ReadOperation
  Answer datasets() {
    return new Answer(situation.views().stream().map(GatewayEndpoint::row).toList());
  }

  private static Row row(Situation.View view) {
    Standing standing = view.standing();
    return new Row(
        view.identity().id(),
        view.identity().name(),
        view.road(),
        standing.waiting(),
        standing.oldest(),
        standing.deadline(),
        standing.expiring(),
        standing.delivered(),
        standing.lastDelivery(),
        view.reasons());
  }
}
