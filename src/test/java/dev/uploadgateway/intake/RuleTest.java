package dev.uploadgateway.intake;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Map.entry;
import static java.util.stream.Collectors.joining;
import static org.assertj.core.api.Assertions.assertThat;

import dev.uploadgateway.matchkey.MatchKeyMaker;
import dev.uploadgateway.sheet.Format;
import dev.uploadgateway.sheet.Mapping;
import dev.uploadgateway.sheet.MappingJson;
import dev.uploadgateway.sheet.SheetReader;
import java.io.ByteArrayInputStream;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import tools.jackson.databind.json.JsonMapper;

/** Every rule has a request that breaks it; a new one without its case fails here. */
class RuleTest {

  private static final String SOMEBODY = "\"match_keys\":{\"email\":\"jane@example.com\"}";
  private static final String LDU = "\"data_processing_options\":[\"LDU\"]";

  /** Members that change a good Lead; the last of two of one name counts. */
  private static final Map<Rule, String> CASES =
      Map.ofEntries(
          entry(Rule.WRONG_TYPE, "\"event_time\":\"now\""),
          entry(Rule.TOO_LONG, "\"event_name\":\"" + "n".repeat(51) + "\""),
          entry(Rule.CONTROL_CHARACTER, "\"order_id\":\"a\\u0000\""),
          entry(Rule.EVENT_TOO_LARGE, "\"note\":\"" + "x".repeat(70_000) + "\""),
          entry(
              Rule.TOO_MANY_IDENTIFIERS,
              "\"match_keys\":{\"phone\":["
                  + IntStream.range(0, 21).mapToObj(Integer::toString).collect(joining(","))
                  + "]}"),
          entry(Rule.EVENT_NAME_MISSING, "\"event_name\":null"),
          entry(Rule.EVENT_TIME_MISSING, "\"event_time\":null"),
          entry(Rule.EVENT_TIME_IN_MILLISECONDS, "\"event_time\":1772366400000"),
          entry(Rule.EVENT_TIME_IN_FUTURE, "\"event_time\":" + (ReadEvent.TIME + 10_000)),
          entry(Rule.EVENT_TIME_TOO_OLD, "\"event_time\":0"),
          entry(Rule.UNKNOWN_ACTION_SOURCE, "\"action_source\":\"shop\""),
          entry(Rule.VALUE_MISSING, "\"currency\":\"EUR\""),
          entry(Rule.VALUE_NEGATIVE, "\"value\":-1,\"currency\":\"EUR\""),
          entry(Rule.VALUE_OUT_OF_RANGE, "\"value\":1e99,\"currency\":\"EUR\""),
          entry(Rule.CURRENCY_MISSING, "\"value\":1"),
          entry(Rule.CURRENCY_UNKNOWN, "\"value\":1,\"currency\":\"EURO\""),
          entry(Rule.CONTENT_ID_MISSING, "\"contents\":[{\"quantity\":1}]"),
          entry(Rule.CONTENT_QUANTITY_MISSING, "\"contents\":[{\"id\":\"A\"}]"),
          entry(Rule.CUSTOMER_MISSING, "\"match_keys\":{}"),
          entry(Rule.CUSTOMER_NOT_ENOUGH, "\"match_keys\":{\"fn\":\"Jane\"}"),
          entry(Rule.NAMESPACE_WITH_MATCH_KEYS, SOMEBODY),
          entry(Rule.NAMESPACE_NEEDS_EXTERN_ID, "\"match_keys\":{\"extern_id\":[\"1\",\"2\"]}"),
          entry(Rule.DATA_PROCESSING_UNKNOWN, "\"data_processing_options\":[\"GDPR\"]"),
          entry(Rule.DATA_PROCESSING_INCOMPLETE, LDU),
          entry(
              Rule.DATA_PROCESSING_MISPLACED,
              "\"custom_data\":{\"data_processing_options\":[\"LDU\"]}"),
          entry(
              Rule.DATA_PROCESSING_WITHOUT_IP,
              LDU + ",\"data_processing_options_country\":0,\"data_processing_options_state\":0"),
          entry(Rule.EVENT_TIME_CLAMPED, "\"event_time\":" + (ReadEvent.TIME + 1_830)),
          entry(Rule.MERGED_BY_META, "\"event_id\":\"%d\""),
          entry(
              Rule.IDENTIFIER_DROPPED,
              "\"match_keys\":{\"email\":\"jane@example.com\",\"phone\":\"1\"}"),
          entry(
              Rule.IDENTIFIER_UNKNOWN,
              "\"match_keys\":{\"email\":\"jane@example.com\",\"shoe_size\":\"44\"}"),
          entry(Rule.IDENTIFIER_MISPLACED, "\"email\":\"jane@example.com\""),
          entry(Rule.LEAD_ID_UNUSUAL, "\"match_keys\":{\"lead_id\":\"12345\"}"),
          entry(Rule.PHONE_OF_NO_COUNTRY, "\"match_keys\":{\"phone\":\"0664 1234567\"}"),
          entry(Rule.GIVEN_TWICE, "\"order_id\":\"1\",\"custom_data\":{\"order_id\":\"2\"}"));

  /** Rows of a sheet of Leads in Casablanca, whose clocks change for Ramadan. */
  private static final Map<Rule, String> SHEETS =
      Map.of(
          Rule.CELL_NOT_A_NUMBER, "a@example.com,2026-03-31 11:00,12..5,EUR,",
          Rule.CELL_NOT_A_TIME, "a@example.com,now,1,EUR,",
          Rule.CELL_NOT_JSON, "a@example.com,2026-03-31 11:00,1,EUR,[",
          Rule.CELL_TOO_LARGE, "a@example.com,2026-03-31 11:00,1,EUR," + "x".repeat(70_000),
          Rule.ROW_TOO_LONG, "a@example.com,2026-03-31 11:00,1,EUR,,further",
          Rule.EVENT_TIME_SKIPPED, "a@example.com,2026-03-22 02:30,1,EUR,",
          Rule.EVENT_TIME_TWICE, "a@example.com,2026-02-15 02:30,1,EUR,");

  @ParameterizedTest
  @EnumSource
  void eachIsBrokenByARequestThatIsToldSo(Rule rule) {
    Answer answer = answer(rule);

    List<Finding> findings =
        switch (rule.kind()) {
          case ERROR -> answer.errors();
          case WARNING -> answer.warnings();
        };
    assertThat(findings)
        .as("of errors %s and warnings %s", answer.errors(), answer.warnings())
        .filteredOn(finding -> finding.code().equals(rule.code()))
        .isNotEmpty()
        .allSatisfy(finding -> {
          assertThat(finding.message()).startsWith(rule.sentence());
          assertThat(rule.fields()).anyMatch(field -> covers(field, finding.field()));
        });
  }

  @ParameterizedTest
  @EnumSource
  void anErrorRefusesTheEventAndAWarningDoesNot(Rule rule) {
    Answer answer = answer(rule);

    switch (rule.kind()) {
      case ERROR -> assertThat(answer.counts().accepted()).isZero();
      case WARNING -> {
        assertThat(answer.errors()).isEmpty();
        assertThat(answer.counts().rejected()).isZero();
      }
    }
  }

  @Test
  void noTwoHaveOneSentence() {
    assertThat(Arrays.stream(Rule.values()).map(Rule::sentence)).doesNotHaveDuplicates();
  }

  private static Answer answer(Rule rule) {
    String namespace = rule.name().startsWith("NAMESPACE") ? "99" : null;
    if (rule == Rule.NOT_AN_OBJECT) {
      return Received.by(Received.dataset(), namespace, "7");
    }
    if (SHEETS.containsKey(rule)) {
      return sheet(SHEETS.get(rule));
    }
    String change = CASES.get(rule);
    assertThat(change).as("A case that breaks %s", rule).isNotNull();
    String event = event(change);
    return switch (rule) {
      case MERGED_BY_META ->
          Received.by(Received.dataset(), null, event.formatted(1), event.formatted(2));
      case PHONE_OF_NO_COUNTRY -> Received.by(Received.datasetOfNoCountry(), null, event);
      default -> Received.by(Received.dataset(), namespace, event);
    };
  }

  private static Answer sheet(String row) {
    String sheet =
        """
        email,event_time,value,currency,contents
        """;
    Mapping mapping =
        MappingJson.read(
            new JsonMapper()
                .readTree(
                    """
                    {"constants": {"event_name": "Lead"}, "zone": "Africa/Casablanca"}
                    """));
    Instant now = Instant.parse("2026-04-10T12:00:00Z");
    Reception reception =
        new Reception(
            Received.dataset(), new MatchKeyMaker(Clock.fixed(now, ZoneOffset.UTC)), now, 1_000);
    byte[] bytes = (sheet + row).getBytes(UTF_8);
    SheetSource source =
        new SheetSource(
            new SheetReader(new ByteArrayInputStream(bytes), Format.UNKNOWN, 1024 * 1024), mapping);
    while (source.readNext(reception)) {}
    return reception.answer("tag");
  }

  /** A good Lead but for the change, whose members come in place of its own. */
  private static String event(String change) {
    String event =
        List.of(SOMEBODY, "\"event_name\":\"Lead\"", "\"event_time\":" + ReadEvent.TIME).stream()
            .filter(member -> !change.contains(member.substring(0, member.indexOf(':') + 1)))
            .collect(joining(","));
    return "{" + event + "," + change + "}";
  }

  private static boolean covers(String pattern, String field) {
    String given =
        field
            .replaceFirst("^custom_data[.]", "")
            .replaceFirst("^user_data", "match_keys")
            .replaceAll("\\[\\d+]", "[]");
    return pattern.equals(Rule.ANY)
        || pattern.equals(given)
        || (pattern.endsWith("*") && given.startsWith(pattern.substring(0, pattern.length() - 1)));
  }
}
