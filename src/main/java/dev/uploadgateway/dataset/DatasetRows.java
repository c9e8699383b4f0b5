package dev.uploadgateway.dataset;

import jakarta.persistence.LockModeType;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.springframework.data.jpa.repository.Lock;
import org.springframework.data.jpa.repository.Modifying;
import org.springframework.data.jpa.repository.Query;
import org.springframework.data.repository.Repository;

/** The SQL of datasets. */
interface DatasetRows extends Repository<DatasetRow, String> {

  Optional<DatasetRow> findById(String id);

  List<DatasetRow> findAllByOrderById();

  @Query(
      "select new dev.uploadgateway.dataset.Dataset$Identity(row.number, row.id, row.name)"
          + " from DatasetRow row order by row.id")
  List<Dataset.Identity> identities();

  @Query("select row.id from DatasetRow row where row.number = :number")
  Optional<String> idOf(int number);

  @Lock(LockModeType.PESSIMISTIC_WRITE)
  @Query("select row from DatasetRow row where row.id = :id")
  Optional<DatasetRow> lock(String id);

  /** With the schema's defaults; 0 where it is there, as when another replica was faster. */
  @Modifying
  @Query(
      value =
          """
          insert into dataset (id) values (:id)
          on conflict do nothing
          """,
      nativeQuery = true)
  int insert(String id);

  @Modifying
  @Query(
      value =
          """
          update dataset
             set blocked_reason = :reason,
                 blocked_at = now()
           where id = :id
             and changed_at = :changedAt
             and blocked_reason is distinct from :reason
          """,
      nativeQuery = true)
  int block(String id, String reason, Instant changedAt);

  @Modifying
  @Query(
      value =
          """
          update dataset
             set blocked_reason = null,
                 blocked_at = null,
                 changed_at = statement_timestamp()
           where id = :id
             and blocked_reason is not null
          """,
      nativeQuery = true)
  int unblock(String id);

  /** By the database's clock no longer than a day, whatever the clock of who asks says. */
  @Modifying
  @Query(
      value =
          """
          update dataset
             set throttled_until = greatest(throttled_until, least(:until, now() + interval '1 day'))
           where id = :id
          """,
      nativeQuery = true)
  int throttle(String id, Instant until);

  @Modifying
  @Query(
      value =
          """
          delete from dataset
           where id = :id
          """,
      nativeQuery = true)
  int delete(String id);
}
