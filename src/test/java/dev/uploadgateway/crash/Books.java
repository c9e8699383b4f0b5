package dev.uploadgateway.crash;

import dev.uploadgateway.Api;
import dev.uploadgateway.LocalMeta.Meta;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;
import tools.jackson.databind.JsonNode;

/** What three parties have written down: the gateway's tables, its report, and Meta. */
record Books(Map<Key, Place> places, List<Batch> batches, List<Upload> uploads, List<Held> held) {

  /** What an event is found by in the tables. */
  record Key(String dataset, UUID key) {}

  /**
   * Where an event is.
   *
   * @param batch null where its batch does not exist
   */
  record Place(Long batch, String uploadTag, String state, String reason) {}

  /**
   * A batch.
   *
   * @param keys how many event keys point to it
   */
  record Batch(
      long id,
      String dataset,
      String uploadTag,
      String state,
      int events,
      int keys,
      boolean holdsPersonalData) {}

  /** What the report says of an upload. */
  record Upload(
      String dataset, String tag, int accepted, int delivered, int quarantined, int pending) {}

  /** An event at Meta. */
  record Held(String dataset, String uploadTag, long serial, int received, boolean identical) {}

  private static final String PLACES =
      """
      select d.id as dataset, k.event_key, b.id as batch, u.upload_tag, b.state, b.reason_code
      from event_key k
      join dataset d on d.number = k.dataset
      left join batch b on b.dataset = k.dataset and b.id = k.batch_id
      left join upload u on u.dataset = b.dataset and u.id = b.upload_id
      """;

  private static final String BATCHES =
      """
      select b.id, d.id as dataset, u.upload_tag, b.state, b.events,
             (select count(*) from event_key k where k.dataset = b.dataset and k.batch_id = b.id) as keys,
             b.envelope is not null or b.data_key is not null as holds_personal_data
      from batch b
      join dataset d on d.number = b.dataset
      join upload u on u.dataset = b.dataset and u.id = b.upload_id
      """;

  private static final String FIELDS =
      "upload_tag,valid_entries,delivered_entries,quarantined_entries,pending_entries";

  static Books of(JdbcClient sql, Api gateway, Meta meta) {
    Map<Key, Place> places = new HashMap<>();
    sql.sql(PLACES)
        .query(row -> {
          places.put(
              new Key(row.getString("dataset"), row.getObject("event_key", UUID.class)),
              new Place(
                  row.getObject("batch", Long.class),
                  row.getString("upload_tag"),
                  row.getString("state"),
                  row.getString("reason_code")));
        });
    List<Batch> batches = sql.sql(BATCHES).query(Batch.class).list();
    List<Upload> uploads = new ArrayList<>();
    List<Held> held = new ArrayList<>();
    for (String dataset : Till.DATASETS) {
      for (Upload upload : uploads(gateway, dataset)) {
        uploads.add(upload);
        for (JsonNode event : meta.events(dataset, upload.tag())) {
          held.add(
              new Held(
                  dataset,
                  upload.tag(),
                  // an event whose text was forgotten is one that nobody sold
                  event.at("/event/custom_data/serial").asLong(-1),
                  event.path("received").intValue(),
                  event.path("identical").booleanValue()));
        }
      }
    }
    return new Books(places, batches, uploads, held);
  }

  private static List<Upload> uploads(Api gateway, String dataset) {
    return gateway
        .get("/v1/datasets/" + dataset + "/uploads?limit=1000&fields=" + FIELDS)
        .json()
        .path("data")
        .valueStream()
        .map(row ->
            new Upload(
                dataset,
                row.path("upload_tag").asString(),
                row.path("valid_entries").intValue(),
                row.path("delivered_entries").intValue(),
                row.path("quarantined_entries").intValue(),
                row.path("pending_entries").intValue()))
        .toList();
  }
}
