package dev.uploadgateway.dataset;

import dev.uploadgateway.audit.Action;
import dev.uploadgateway.audit.Audit;
import dev.uploadgateway.problem.Problem;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Base64;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionOperations;

/**
 * Makes keys and recognises them. A key is {@code ugw_<id>_<secret>}: it is found by its public id,
 * and compared, in constant time, by the hash of the whole.
 */
@Component
class ApiKeys {

  private static final Logger log = LoggerFactory.getLogger(ApiKeys.class);

  private static final Pattern FORM = Pattern.compile("ugw_([a-z0-9]{10})_[A-Za-z0-9_-]{43}");
  private static final String ID_ALPHABET = "0123456789abcdefghijklmnopqrstuvwxyz";

  private final SecureRandom random = new SecureRandom();
  private final byte @Nullable [] adminHash;
  private final @Nullable Caller administrator;
  private final ApiKeyRows rows;
  private final KnownKeys known;
  private final TransactionOperations transaction;
  private final Audit audit;

  ApiKeys(
      DatasetProperties properties,
      ApiKeyRows rows,
      KnownKeys known,
      TransactionOperations transaction,
      Audit audit) {
    this.rows = rows;
    this.known = known;
    this.transaction = transaction;
    this.audit = audit;
    String adminKey = properties.adminKey();
    this.adminHash = adminKey == null ? null : hash(adminKey);
    this.administrator = adminHash == null ? null : administrator(adminHash);
    if (adminHash == null) {
      log.warn("gateway.admin-key is not set: only keys in the database open the gateway");
    }
  }

  Recognition recognise(String presented) {
    byte[] hash = hash(presented);
    if (administrator != null && MessageDigest.isEqual(adminHash, hash)) {
      return new Recognition.Known(administrator);
    }
    Matcher form = FORM.matcher(presented);
    if (!form.matches()) {
      return new Recognition.Unknown();
    }
    ApiKeyRow row = known.find(form.group(1)).orElse(null);
    if (row == null || !MessageDigest.isEqual(row.secretHash, hash)) {
      return new Recognition.Unknown();
    }
    return unlessExpired(row);
  }

  /** The same again, by the public id of a key that was recognised before. */
  Recognition find(String id) {
    if (administrator != null && administrator.keyId().equals(id)) {
      return new Recognition.Known(administrator);
    }
    return known.find(id).map(ApiKeys::unlessExpired).orElseGet(Recognition.Unknown::new);
  }

  private static Recognition unlessExpired(ApiKeyRow row) {
    return row.expiresAt == null || Instant.now().isBefore(row.expiresAt)
        ? new Recognition.Known(row.caller())
        : new Recognition.Expired();
  }

  /**
   * Gives the row an id and a secret, stores it, and returns the key, which nobody will see again.
   */
  String create(ApiKeyRow row) {
    String key = equip(row);
    transaction.executeWithoutResult(status -> {
      rows.save(row);
      audit.record(Action.KEY_CREATED, null, row.id, powers(row));
    });
    known.forget(row.id);
    return key;
  }

  /**
   * What came of a rotation.
   *
   * @param key of the successor; nobody will see it again
   * @param endsAt when the old one ends
   */
  record Rotated(ApiKeyRow successor, String key, Instant endsAt) {}

  /**
   * Makes a key that may do the same, for as long from now as the old one was meant to last, and
   * lets the old one end after the overlap, if it does not sooner.
   *
   * @throws Problem 404 {@code unknown_key_id}; 409 {@code expired_key}
   */
  Rotated rotate(String id, Duration overlap) {
    Rotated rotated =
        Objects.requireNonNull(
            transaction.execute(status ->
                rotate(rows.lock(id).orElseThrow(ApiKeys::unknown), overlap, Instant.now())));
    known.forget(id);
    known.forget(rotated.successor().id);
    return rotated;
  }

  private Rotated rotate(ApiKeyRow old, Duration overlap, Instant now) {
    if (unlessExpired(old) instanceof Recognition.Expired) {
      throw new Problem(
          HttpStatus.CONFLICT, "expired_key", "The key has expired: make a new one instead");
    }
    ApiKeyRow successor = old.successor(now);
    String key = equip(successor);
    Instant ends = now.plus(overlap);
    old.expiresAt = old.expiresAt == null || old.expiresAt.isAfter(ends) ? ends : old.expiresAt;
    rows.save(successor);
    Map<String, Object> details = powers(successor);
    details.put("successor", successor.id);
    details.put("ends_at", seconds(old.expiresAt));
    audit.record(Action.KEY_ROTATED, null, old.id, details);
    return new Rotated(successor, key, old.expiresAt);
  }

  /** The id and the secret; the key is returned. */
  private String equip(ApiKeyRow row) {
    byte[] secret = new byte[32];
    random.nextBytes(secret);
    row.id = newId();
    String key =
        "ugw_" + row.id + "_" + Base64.getUrlEncoder().withoutPadding().encodeToString(secret);
    row.secretHash = hash(key);
    // as the database keeps it
    row.createdAt = Instant.now().truncatedTo(ChronoUnit.MICROS);
    return key;
  }

  static Problem unknown() {
    return new Problem(HttpStatus.NOT_FOUND, "unknown_key_id", "There is no key of this id");
  }

  /** How fast the key of that id may be used; null for as fast as anybody likes. */
  @Nullable Integer requestsPerSecond(String id) {
    return known.requestsPerSecond(id);
  }

  /** True if there was one; here it opens nothing from now on, elsewhere within seconds. */
  boolean delete(String id) {
    boolean deleted =
        Boolean.TRUE.equals(
            transaction.execute(status -> {
              boolean gone = rows.delete(id) == 1;
              if (gone) {
                audit.record(Action.KEY_DELETED, null, id, Map.of());
              }
              return gone;
            }));
    known.forget(id);
    return deleted;
  }

  private static Map<String, Object> powers(ApiKeyRow row) {
    Map<String, Object> powers = new LinkedHashMap<>();
    powers.put("scopes", row.scopes);
    powers.put("datasets", row.datasets == null ? "*" : row.datasets);
    if (row.expiresAt != null) {
      powers.put("expires_at", seconds(row.expiresAt));
    }
    return powers;
  }

  private static String seconds(Instant time) {
    return time.truncatedTo(ChronoUnit.SECONDS).toString();
  }

  private String newId() {
    StringBuilder id = new StringBuilder();
    for (int i = 0; i < 10; i++) {
      id.append(ID_ALPHABET.charAt(random.nextInt(ID_ALPHABET.length())));
    }
    return id.toString();
  }

  /**
   * Another admin key is another administrator, so that it ends what was begun with the last one.
   * Of the hash of the hash a few bytes only: nothing to find the key by.
   */
  private static Caller administrator(byte[] hash) {
    String mark = HexFormat.of().formatHex(sha256(hash), 0, 6);
    return new Caller(Caller.ADMIN + mark, Set.of(Scope.ADMIN), null);
  }

  private static byte[] hash(String key) {
    return sha256(key.getBytes(StandardCharsets.UTF_8));
  }

  private static byte[] sha256(byte[] bytes) {
    try {
      return MessageDigest.getInstance("SHA-256").digest(bytes);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("Every Java has SHA-256", e);
    }
  }
}
