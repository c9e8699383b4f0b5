package dev.uploadgateway.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

class MeasureEdgesTest {

  private final Caller meta = new Caller();

  @AfterEach
  void stop() {
    meta.close();
  }

  @Test
  void a_pixel_counts_by_the_hour_and_an_event_set_by_event_and_hour() throws Exception {
    meta.postEvents(Caller.upload(Caller.offline("1"), Caller.offline("2"), Caller.offline("2")));

    JsonNode pixel = meta.get("/v26.0/123/stats?aggregation=event_total_counts");
    JsonNode set = meta.get("/v16.0/123/stats?fields=event,time,count,matched_count");

    assertThat(pixel.path("data"))
        .isEqualTo(
            Caller.json(
                """
                [{"aggregation": "event_total_counts", "start_time": "2026-11-18T10:00:00+0000",
                  "data": [{"value": "Purchase", "count": 2}]}]
                """));
    assertThat(set.path("data"))
        .isEqualTo(
            Caller.json(
                """
                [{"event": "Purchase", "time": 1794996000, "count": 2, "matched_count": 1}]
                """));
    assertThat(meta.get("/v16.0/123/stats?end=1794999000").path("data").size()).isZero();
    assertThat(meta.get("/v16.0/123/stats?start=1794999000").path("data").size()).isEqualTo(1);
  }

  @Test
  void quality_is_told_of_the_dataset_that_is_named() throws Exception {
    meta.postEvents(Caller.upload(Caller.offline("1")));

    JsonNode row = meta.get("/v26.0/dataset_quality?dataset_id=123").at("/offline/0");

    assertThat(row.path("event_name").asString()).isEqualTo("Purchase");
    assertThat(row.at("/composite/score").doubleValue()).isBetween(0.0, 10.0);
    assertThat(meta.get("/v26.0/dataset_quality?dataset_id=456").path("offline").size()).isZero();
    assertThat(meta.get("/v26.0/dataset_quality").at("/error/code").intValue()).isEqualTo(100);
  }
}
