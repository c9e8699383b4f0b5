package dev.uploadgateway.dataset;

import java.util.List;
import java.util.Optional;
import org.springframework.data.jpa.repository.Modifying;
import org.springframework.data.jpa.repository.Query;
import org.springframework.data.repository.Repository;

/** The SQL of api keys. */
interface ApiKeyRows extends Repository<ApiKeyRow, String> {

  Optional<ApiKeyRow> findById(String id);

  List<ApiKeyRow> findAllByOrderByCreatedAt();

  ApiKeyRow save(ApiKeyRow row);

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
