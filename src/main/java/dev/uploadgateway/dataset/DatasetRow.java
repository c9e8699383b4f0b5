package dev.uploadgateway.dataset;

import dev.uploadgateway.conversion.ActionSource;
import dev.uploadgateway.matchkey.DateOrder;
import dev.uploadgateway.matchkey.MatchKeyRules;
import jakarta.persistence.AttributeOverride;
import jakarta.persistence.Column;
import jakarta.persistence.Embedded;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A row of {@code dataset}, secrets still sealed. */
@Entity
@Table(name = "dataset")
class DatasetRow {

  @Id String id = "";

  @Column(insertable = false, updatable = false)
  int number;

  @Nullable String name;

  @Embedded
  @AttributeOverride(name = "keyId", column = @Column(name = "access_token_key_id"))
  @AttributeOverride(name = "wrappedKey", column = @Column(name = "access_token_wrapped_key"))
  @AttributeOverride(name = "envelope", column = @Column(name = "access_token_envelope"))
  @Nullable SealedSecret accessToken;

  @Embedded
  @AttributeOverride(name = "keyId", column = @Column(name = "app_secret_key_id"))
  @AttributeOverride(name = "wrappedKey", column = @Column(name = "app_secret_wrapped_key"))
  @AttributeOverride(name = "envelope", column = @Column(name = "app_secret_envelope"))
  @Nullable SealedSecret appSecret;

  String wire = "";
  @Nullable String apiVersion;
  @Nullable String testEventCode;
  @Nullable String partnerAgent;
  String actionSource = "";
  String dataProcessing = "";
  @Nullable String defaultCountry;
  String dateOrder = "";
  boolean hashExternalId;
  @Nullable Instant tokenExpiresAt;
  @Nullable String blockedReason;
  @Nullable Instant blockedAt;
  @Nullable Instant throttledUntil;
  Instant createdAt = Instant.EPOCH;
  Instant changedAt = Instant.EPOCH;

  /** Back to the defaults, those of the schema; secrets, and what Meta made known, stay. */
  void reset() {
    name = null;
    wire = Wire.CONVERSIONS_API.wireName();
    apiVersion = null;
    testEventCode = null;
    partnerAgent = null;
    actionSource = ActionSource.PHYSICAL_STORE.wireName();
    dataProcessing = DataProcessing.NONE.name();
    defaultCountry = null;
    dateOrder = DateOrder.MDY.name();
    hashExternalId = true;
  }

  /** Takes what the draft says, but for its secrets; what it leaves out stays. */
  void take(Draft draft) {
    name = given(draft.name(), name);
    wire = given(draft.wire(), wire);
    apiVersion = given(draft.apiVersion(), apiVersion);
    testEventCode = given(draft.testEventCode(), testEventCode);
    partnerAgent = given(draft.partnerAgent(), partnerAgent);
    actionSource = given(draft.actionSource(), actionSource);
    dataProcessing = given(draft.dataProcessing(), dataProcessing);
    defaultCountry = given(draft.defaultCountry(), defaultCountry);
    dateOrder = given(draft.dateOrder(), dateOrder);
    hashExternalId = given(draft.hashExternalId(), hashExternalId);
  }

  /** What people set, by the names of the API; secrets as they are sealed, anew if they changed. */
  Map<String, @Nullable Object> settings() {
    Map<String, @Nullable Object> settings = new LinkedHashMap<>();
    settings.put("name", name);
    settings.put("access_token", accessToken);
    settings.put("app_secret", appSecret);
    settings.put("token_expires_at", tokenExpiresAt);
    settings.put("wire", wire);
    settings.put("api_version", apiVersion);
    settings.put("default_country", defaultCountry);
    settings.put("action_source", actionSource);
    settings.put("test_event_code", testEventCode);
    settings.put("partner_agent", partnerAgent);
    settings.put("hash_external_id", hashExternalId);
    settings.put("date_order", dateOrder);
    settings.put("data_processing", dataProcessing);
    return settings;
  }

  void unblock() {
    blockedReason = null;
    blockedAt = null;
  }

  Delivery delivery() {
    return new Delivery(
        Wire.of(wire).orElseThrow(),
        apiVersion,
        new Delivery.EventDefaults(
            ActionSource.of(actionSource).orElseThrow(), DataProcessing.valueOf(dataProcessing)),
        testEventCode,
        partnerAgent);
  }

  MatchKeyRules matchKeyRules() {
    return new MatchKeyRules(
        defaultCountry,
        DateOrder.valueOf(dateOrder),
        hashExternalId,
        Wire.of(wire).orElseThrow().unknown());
  }

  private static <T extends @Nullable Object> T given(@Nullable T value, T otherwise) {
    return value == null ? otherwise : value;
  }
}
