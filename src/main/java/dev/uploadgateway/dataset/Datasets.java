package dev.uploadgateway.dataset;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.uploadgateway.audit.Action;
import dev.uploadgateway.audit.Audit;
import dev.uploadgateway.problem.Problem;
import dev.uploadgateway.seal.SealBroken;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;
import org.springframework.transaction.support.TransactionSynchronization;
import org.springframework.transaction.support.TransactionSynchronizationManager;

/**
 * The destinations. What is read may be a few seconds old where another replica wrote it; what was
 * written here is seen here as soon as it is committed.
 */
@Component
public class Datasets {

  // every request of intake asks, so the answer is kept; as long as a block or throttle may take to
  // be known everywhere
  private static final Duration KEPT = Duration.ofSeconds(5);
  private static final int KEPT_AT_MOST = 10_000;

  private final Cache<String, Optional<Dataset>> byId =
      Caffeine.newBuilder().maximumSize(KEPT_AT_MOST).expireAfterWrite(KEPT).build();
  // a number never changes hands
  private final Cache<Integer, String> idByNumber =
      Caffeine.newBuilder().maximumSize(KEPT_AT_MOST).build();

  private final DatasetRows rows;
  private final CredentialSeal seal;
  private final Audit audit;

  Datasets(DatasetRows rows, CredentialSeal seal, Audit audit) {
    this.rows = rows;
    this.seal = seal;
    this.audit = audit;
  }

  /** The dataset of that id, or empty where nobody has declared or put it. */
  public Optional<Dataset> find(String id) {
    return byId.get(id, this::read);
  }

  /** What is no id of any dataset PostgreSQL may not even take. */
  private Optional<Dataset> read(String id) {
    return Draft.isDatasetId(id) ? rows.findById(id).map(this::opened) : Optional.empty();
  }

  /**
   * The dataset of that id, for a request about it.
   *
   * @throws Problem 404 where there is none
   */
  public Dataset get(String id) {
    return find(id).orElseThrow(() -> unknown(id));
  }

  /**
   * Looks again, for a request whose events found no dataset to go to.
   *
   * @throws Problem 404 where it was deleted since; 503 where another one has its id by now
   */
  public void requireStillThere(Dataset seen) {
    if (rows.idOf(seen.number()).isPresent()) {
      return;
    }
    byId.invalidate(seen.id());
    get(seen.id());
    throw new Problem(
            HttpStatus.SERVICE_UNAVAILABLE,
            "unavailable",
            "The dataset was put anew a moment ago. Nothing was stored; send the events again")
        .withHeader(HttpHeaders.RETRY_AFTER, "1");
  }

  static Problem unknown(String id) {
    return new Problem(
            HttpStatus.NOT_FOUND,
            "unknown_dataset",
            "The gateway has no such dataset: put it first, or check the id")
        .with("dataset", id);
  }

  /**
   * The dataset that a row of another table refers to.
   *
   * @throws IllegalStateException if there is none, which the schema rules out
   */
  public Dataset byNumber(int number) {
    String id = idByNumber.getIfPresent(number);
    if (id == null) {
      id = rows.idOf(number).orElseThrow(() -> noDataset(number));
      idByNumber.put(number, id);
    }
    return find(id).orElseThrow(() -> noDataset(number));
  }

  /** All of them, by id, as they are in the database now. */
  public List<Dataset> all() {
    return rows.findAllByOrderById().stream().map(this::opened).toList();
  }

  /** Their ids and names, by id, as they are in the database now; no secret is opened for it. */
  public List<Dataset.Identity> identities() {
    return rows.identities();
  }

  /**
   * Stops sending to a dataset until a human changes it.
   *
   * @param seen the dataset as it was when Meta refused it; where it was changed or unblocked
   *     since, that human was faster, and nothing is stopped
   * @param reason for that human
   */
  @Transactional
  public void block(Dataset seen, String reason) {
    rows.block(seen.id(), reason, seen.reachability().changedAt());
    forget(seen.id());
  }

  /** Lifts a block. */
  @Transactional
  public void unblock(String id) {
    if (rows.unblock(id) == 1) {
      audit.record(Action.DATASET_UNBLOCKED, id, null, Map.of());
    }
    forget(id);
  }

  /** Stops sending to a dataset until then, or until the later of several such times. */
  @Transactional
  public void throttle(String id, Instant until) {
    rows.throttle(id, until);
    forget(id);
  }

  /**
   * Makes the dataset what the draft says, by default where it says nothing, and lifts a block;
   * true if it is new.
   */
  @Transactional
  boolean put(String id, Draft draft) {
    Locked locked = lockOrInsert(id);
    boolean created = locked.created();
    DatasetRow row = locked.row();
    Map<String, @Nullable Object> before = row.settings();
    row.reset();
    row.take(draft);
    take(draft, row);
    row.unblock();
    row.changedAt = Instant.now();
    record(created, row, before);
    forget(id);
    return created;
  }

  /**
   * Makes a dataset known that was just created at Meta, so that events can be sent to it. Should
   * it be known already, its other settings stay.
   */
  @Transactional
  public void add(String id, NewDataset created) {
    declare(id, created.draft());
  }

  /**
   * Takes over what the draft says, however many replicas do so at once; lifts a block if that
   * changes anything.
   */
  @Transactional
  void declare(String id, Draft draft) {
    Locked locked = lockOrInsert(id);
    boolean created = locked.created();
    DatasetRow row = locked.row();
    Dataset before = opened(row);
    Map<String, @Nullable Object> settings = row.settings();
    row.take(draft);
    take(draft, row);
    if (!opened(row).equals(before)) {
      row.unblock();
      row.changedAt = Instant.now();
    }
    record(created, row, settings);
    forget(id);
  }

  /** Other credentials may be of another app, whose limits are others. */
  private void take(Draft draft, DatasetRow row) {
    Credentials before = opened(row).credentials();
    seal.take(draft, row, before);
    Credentials now = opened(row).credentials();
    if (!now.equals(before)) {
      row.throttledUntil = null;
    }
    Instant end = draft.endOfToken();
    if (end != null || !Objects.equals(now.accessToken(), before.accessToken())) {
      row.tokenExpiresAt = end;
    }
  }

  /** True if there was one. Fails where anything still refers to it. */
  @Transactional
  boolean delete(String id) {
    boolean deleted = rows.delete(id) == 1;
    if (deleted) {
      audit.record(Action.DATASET_DELETED, id, null, Map.of());
    }
    forget(id);
    return deleted;
  }

  /** The names of what changed, and of a secret no more than that. */
  private void record(boolean created, DatasetRow row, Map<String, @Nullable Object> before) {
    List<String> changed =
        row.settings().entrySet().stream()
            .filter(now -> !Objects.equals(now.getValue(), before.get(now.getKey())))
            .map(Map.Entry::getKey)
            .toList();
    if (created || !changed.isEmpty()) {
      Action action = created ? Action.DATASET_CREATED : Action.DATASET_CHANGED;
      audit.record(action, row.id, null, Map.of("fields", changed));
    }
  }

  /** Looks first, as every attempt to insert uses up a number. */
  private record Locked(DatasetRow row, boolean created) {}

  /** One that is deleted between the two leaves its place free, and is inserted after all. */
  private Locked lockOrInsert(String id) {
    boolean created = false;
    Optional<DatasetRow> row = rows.lock(id);
    while (row.isEmpty()) {
      created = rows.insert(id) == 1;
      row = rows.lock(id);
    }
    return new Locked(row.get(), created);
  }

  /** One whose secrets cannot be opened is blocked, and harms no other. */
  private Dataset opened(DatasetRow row) {
    Credentials credentials;
    String blockedReason = row.blockedReason;
    try {
      credentials = seal.open(row);
    } catch (SealBroken e) {
      credentials = new Credentials(null, null);
      blockedReason = "Its credentials cannot be opened. " + e.getMessage();
    }
    return new Dataset(
        new Dataset.Identity(row.number, row.id, row.name),
        credentials,
        row.delivery(),
        row.matchKeyRules(),
        new Reachability(row.throttledUntil, blockedReason, row.changedAt, row.tokenExpiresAt));
  }

  private static IllegalStateException noDataset(int number) {
    return new IllegalStateException("There is no dataset number " + number);
  }

  /** After the commit: before it, another thread would only read the old row again. */
  private void forget(String id) {
    TransactionSynchronizationManager.registerSynchronization(
        new TransactionSynchronization() {
          @Override
          public void afterCompletion(int status) {
            byId.invalidate(id);
          }
        });
  }
}
