package dev.uploadgateway.audit;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/** What somebody did; src/docs/audit.md says of each what is told with it. */
public enum Action {
  KEY_CREATED,
  KEY_ROTATED,
  KEY_DELETED,
  KEYS_REFUSED,
  LOGGED_IN,
  LOGINS_REFUSED,
  DATASET_CREATED,
  DATASET_CHANGED,
  DATASET_UNBLOCKED,
  DATASET_DELETED,
  DATASET_CREATED_AT_META,
  DATASET_SHARED,
  AD_ACCOUNT_ASSIGNED,
  AD_TRACKED,
  CUSTOM_CONVERSION_CREATED,
  QUARANTINE_RELEASED,
  QUARANTINE_DISCARDED,
  QUARANTINE_CORRECTED,
  PERSON_ERASED,
  FILE_UPLOADED,
  FILE_STARTED,
  FILE_CANCELLED,
  FILE_DELETED,
  REFUSED_ROWS_DOWNLOADED,
  MAPPING_PUT,
  MAPPING_DELETED;

  /** As in the table and in {@code GET /v1/audit}, such as {@code key_created}. */
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  static List<String> words() {
    return Arrays.stream(values()).map(Action::word).toList();
  }
}
