package dev.uploadgateway.outbox;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.time.Clock;
import java.util.Optional;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * The ids of uploads by their tags. An upload is opened outside of any append, because an append
 * that waits for another to open the same upload would wait for the whole of a long one.
 */
class Uploads {

  private record Tag(int dataset, String uploadTag) {}

  private final JdbcClient jdbc;
  private final Clock clock;
  private final Cache<Tag, Long> ids = Caffeine.newBuilder().maximumSize(10_000).build();

  Uploads(JdbcClient jdbc, Clock clock) {
    this.jdbc = jdbc;
    this.clock = clock;
  }

  long idOf(int dataset, String uploadTag) {
    return ids.get(new Tag(dataset, uploadTag), this::findOrOpen);
  }

  /** Has it looked up once more: it is not there any more under the id that it had. */
  void forget(int dataset, String uploadTag) {
    ids.invalidate(new Tag(dataset, uploadTag));
  }

  private long findOrOpen(Tag tag) {
    return find(tag)
        .or(() -> {
          jdbc.sql(UploadSql.OPEN_UPLOAD)
              .param("dataset", tag.dataset())
              .param("uploadTag", tag.uploadTag())
              .param("now", Sql.time(clock.instant()))
              .update();
          return find(tag);
        })
        .orElseThrow();
  }

  private Optional<Long> find(Tag tag) {
    return jdbc.sql(UploadSql.FIND_UPLOAD)
        .param("dataset", tag.dataset())
        .param("uploadTag", tag.uploadTag())
        .query(Long.class)
        .optional();
  }
}
