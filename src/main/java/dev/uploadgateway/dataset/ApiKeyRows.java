package dev.uploadgateway.dataset;

import jakarta.persistence.LockModeType;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.springframework.data.jpa.repository.Lock;
import org.springframework.data.jpa.repository.Modifying;
import org.springframework.data.jpa.repository.Query;
import org.springframework.data.repository.Repository;

/** The SQL of api keys. */
interface ApiKeyRows extends Repository<ApiKeyRow, String> {

  Optional<ApiKeyRow> findById(String id);

  List<ApiKeyRow> findAllByOrderByCreatedAt();

  ApiKeyRow save(ApiKeyRow row);

  @Lock(LockModeType.PESSIMISTIC_WRITE)
  @Query("select row from ApiKeyRow row where row.id = :id")
  Optional<ApiKeyRow> lock(String id);

  @Modifying
  @Query(
      value =
          """
          update api_key
             set last_used_at = greatest(last_used_at, :at)
           where id = :id
          """,
      nativeQuery = true)
  void used(String id, Instant at);

  @Modifying
  @Query(
      value =
          """
          delete from api_key
           where id = :id
          """,
      nativeQuery = true)
  int delete(String id);
}
