package dev.uploadgateway.sandbox;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Rows per upload tag with the fields of Meta's {@code offline-conversion-data-set-upload} node.
 * What Meta matches nobody else knows: here it is always six events in ten.
 *
 * <p>At most 10,000 uploads; the oldest is forgotten first.
 */
final class Uploads {

  private static final int MAX_UPLOADS = 10_000;
  private static final Set<String> DEFAULT_FIELDS =
      Set.of("id", "is_excluded_for_lift", "upload_tag");

  private final Map<Key, Upload> uploads =
      new LinkedHashMap<>() {
        private static final long serialVersionUID = 1;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Key, Upload> eldest) {
          return size() > MAX_UPLOADS;
        }
      };
  private long lastId = 600_000_000_000_000L;

  private record Key(String dataset, String tag) {}

  private static final class Upload {
    final long id;
    final long firstTime;
    long lastTime;
    long eventTimeMin = Long.MAX_VALUE;
    long eventTimeMax;
    int calls;
    int valid;
    int duplicates;
    final Map<String, Integer> byName = new TreeMap<>();

    Upload(long id, long firstTime) {
      this.id = id;
      this.firstTime = firstTime;
    }
  }

  /** Counts one accepted call, and answers the id of its upload. */
  synchronized String count(
      String tag, Ledger.Delivery delivery, List<Event> events, int duplicates) {
    Upload upload =
        uploads.computeIfAbsent(
            new Key(delivery.dataset(), tag), key -> new Upload(++lastId, delivery.at()));
    upload.lastTime = delivery.at();
    upload.calls++;
    upload.valid += events.size() - duplicates;
    upload.duplicates += duplicates;
    for (Event event : events) {
      long time = event.json().path("event_time").longValue();
      upload.eventTimeMin = Math.min(upload.eventTimeMin, time);
      upload.eventTimeMax = Math.max(upload.eventTimeMax, time);
      upload.byName.merge(event.json().path("event_name").asString(), 1, Integer::sum);
    }
    return Long.toString(upload.id);
  }

  /** Meta's list of the dataset's uploads, the oldest first. */
  synchronized ObjectNode list(
      String dataset, @Nullable String tag, @Nullable String wantedFields) {
    Set<String> fields =
        wantedFields == null ? DEFAULT_FIELDS : Set.copyOf(List.of(wantedFields.split(",")));
    ObjectNode answer = Answer.object();
    ArrayNode data = answer.putArray("data");
    uploads.forEach((key, upload) -> {
      if (key.dataset().equals(dataset) && (tag == null || tag.equals(key.tag()))) {
        ObjectNode row = describe(key.tag(), upload);
        row.retain(
            row.propertyNames().stream()
                .filter(f -> f.equals("id") || fields.contains(f))
                .toList());
        data.add(row);
      }
    });
    answer.putObject("paging").putObject("cursors").put("before", "MAZDZD").put("after", "MAZDZD");
    return answer;
  }

  private static ObjectNode describe(String tag, Upload upload) {
    return Answer.object()
        .put("id", Long.toString(upload.id))
        .put("upload_tag", tag)
        .put("creation_time", upload.firstTime)
        .put("first_upload_time", upload.firstTime)
        .put("last_upload_time", upload.lastTime)
        .put("event_time_min", upload.eventTimeMin)
        .put("event_time_max", upload.eventTimeMax)
        .put("api_calls", upload.calls)
        .put("valid_entries", upload.valid)
        .put("matched_entries", upload.valid * 6 / 10)
        .put("duplicate_entries", upload.duplicates)
        .put("match_rate_approx", upload.valid == 0 ? -1 : 60)
        .put("event_stats", JsonMapper.shared().writeValueAsString(upload.byName))
        .put("is_excluded_for_lift", false);
  }

  synchronized void clear() {
    uploads.clear();
  }
}
