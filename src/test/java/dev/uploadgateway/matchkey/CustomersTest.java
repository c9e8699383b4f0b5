package dev.uploadgateway.matchkey;

import static dev.uploadgateway.conversion.Identifier.*;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.uploadgateway.conversion.Identifier;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class CustomersTest {

  @Test
  void theCustomersOwnCountryGoesBeforeTheDatasets() {
    var customer = Map.of(COUNTRY, List.of("Deutschland"), PHONE, List.of("030 12345678"));

    assertThat(Matching.read(customer, Matching.rules("US")).identity())
        .containsExactly("ph=493012345678", "country=de");
  }

  @Test
  void theDatasetsCountryServesWhereTheCustomersCannotBeRead() {
    var customer =
        Map.of(COUNTRY, List.of("Atlantis", Matching.sha256("us")), PHONE, List.of("030 12345678"));

    assertThat(Matching.read(customer, Matching.rules("de")).identity())
        .containsExactly("ph=493012345678", "country=" + Matching.sha256("us"));
  }

  @Test
  void aValueThatComesInSeveralSpellingsIsSentOnce() {
    var customer =
        Map.of(
            EMAIL,
            List.of(
                "b@example.com",
                "A@example.com",
                " B@Example.com",
                Matching.sha256("a@example.com")));

    NormalizedCustomer read = Matching.read(customer);

    assertThat(read.identity()).hasSize(3);
    assertThat(read.hash().values())
        .containsEntry(
            EMAIL, List.of(Matching.sha256("b@example.com"), Matching.sha256("a@example.com")));
  }

  @Test
  void theIdentityDoesNotDependOnTheOrderOfTheIdentifiers() {
    var forth = new LinkedHashMap<Identifier, List<String>>();
    forth.put(EMAIL, List.of("a@example.com"));
    forth.put(LAST_NAME, List.of("Smith"));
    var back = new LinkedHashMap<Identifier, List<String>>();
    back.put(LAST_NAME, List.of("Smith"));
    back.put(EMAIL, List.of("a@example.com"));

    assertThat(Matching.read(back).identity())
        .isEqualTo(Matching.read(forth).identity())
        .containsExactly("em=a@example.com", "ln=smith");
  }

  @Test
  void oneBadValueIsDroppedAndTheOthersStay() {
    NormalizedCustomer read =
        Matching.read(Map.of(EMAIL, List.of("none", "a@example.com"), GENDER, List.of("x")));

    assertThat(read.identity()).containsExactly("em=a@example.com");
    assertThat(read.dropped())
        .containsExactly(
            new DroppedIdentifier(EMAIL, DropReason.NOT_AN_EMAIL),
            new DroppedIdentifier(GENDER, DropReason.NOT_A_GENDER));
  }

  @Test
  void nothingButBadValuesLeavesNothing() {
    NormalizedCustomer read = Matching.read(EMAIL, "none");

    assertThat(read.isEmpty()).isTrue();
    assertThat(read.permitted()).isFalse();
    assertThat(read.hash().values()).isEmpty();
  }

  @Test
  void yearMonthAndDayOfBirthBecomeTheDate() {
    var parts =
        Map.of(BIRTH_YEAR, List.of("1997"), BIRTH_MONTH, List.of("2"), BIRTH_DAY, List.of("6"));

    assertThat(Matching.read(parts).identity()).containsExactly("db=19970206");
  }

  @Test
  void yearMonthAndDayThatAreNoDateAreDropped() {
    var parts =
        Map.of(BIRTH_YEAR, List.of("1997"), BIRTH_MONTH, List.of("2"), BIRTH_DAY, List.of("30"));

    NormalizedCustomer read = Matching.read(parts);

    assertThat(read.isEmpty()).isTrue();
    assertThat(read.dropped())
        .extracting(DroppedIdentifier::reason)
        .containsExactly(DropReason.NOT_A_DATE, DropReason.NOT_A_DATE, DropReason.NOT_A_DATE);
  }

  @Test
  void partsOfABirthDateStayPartsBesideTheDateItself() {
    var parts =
        Map.of(
            BIRTH_DATE, List.of("1997-02-16"),
            BIRTH_YEAR, List.of("1997"),
            BIRTH_MONTH, List.of("2"),
            BIRTH_DAY, List.of("16"));

    assertThat(Matching.read(parts).identity())
        .containsExactly("db=19970216", "doby=1997", "dobm=02", "dobd=16");
  }

  @Test
  void anExternalIdIsSentPlainWhereTheDatasetSaysSo() {
    var rules = new MatchKeyRules(null, DateOrder.MDY, false, Set.of());

    NormalizedCustomer read = Matching.read(Map.of(EXTERNAL_ID, List.of(" Customer_456 ")), rules);

    assertThat(read.hash().values()).containsEntry(EXTERNAL_ID, List.of("Customer_456"));
  }

  @Test
  void whatTheDatasetsApiDoesNotKnowIsDroppedAndTheRestStays() {
    var rules = new MatchKeyRules(null, DateOrder.MDY, true, Set.of(CLICK_ID));

    NormalizedCustomer read =
        Matching.read(Map.of(EXTERNAL_ID, List.of("7"), CLICK_ID, List.of("fb.1.2.Ab")), rules);

    assertThat(read.hash().values()).containsOnlyKeys(EXTERNAL_ID);
    assertThat(read.dropped())
        .containsExactly(new DroppedIdentifier(CLICK_ID, DropReason.UNKNOWN_TO_THE_API));
  }

  @Test
  void whatMetaWantsPlainIsNeverHashed() {
    for (Identifier identifier : Identifier.values()) {
      if (identifier.form() == Identifier.Form.PLAIN) {
        String value =
            switch (identifier) {
              case MOBILE_ADVERTISER_ID -> "38400000-8cf0-11bd-b23e-10b96e40000d";
              case CLIENT_IP_ADDRESS -> "2001:db8::1";
              default -> "1234567890123456";
            };

        assertThat(Matching.read(identifier, value).hash().values())
            .containsEntry(identifier, List.of(value));
      }
    }
  }

  @ParameterizedTest
  @EnumSource
  void ofWhatIsNotHashedTheFirstValueThatCanBeUsedIsSent(Identifier identifier) {
    List<String> given =
        switch (identifier) {
          case MOBILE_ADVERTISER_ID ->
              List.of(
                  "none",
                  "AEBE52E7-03EE-455A-B3C4-E57283966239",
                  "aebe52e7-03ee-455a-b3c4-e57283966239",
                  "38400000-8cf0-11bd-b23e-10b96e40000d");
          case LEAD_ID ->
              List.of("none", "l:1234567890123456", "1234567890123456", "123456789012345");
          case CLIENT_IP_ADDRESS -> List.of("none", "2001:DB8::1", "2001:db8::1", "192.0.2.1");
          default -> List.of(" ", "1990", "1990", "12");
        };

    NormalizedCustomer read = Matching.read(Map.of(identifier, given));

    List<String> sent = read.hash().values().getOrDefault(identifier, List.of());
    if (identifier.form() == Identifier.Form.PLAIN) {
      assertThat(sent).hasSize(1);
      assertThat(given.get(1)).containsIgnoringCase(sent.getFirst());
      assertThat(read.dropped())
          .hasSize(2)
          .last()
          .isEqualTo(new DroppedIdentifier(identifier, DropReason.ONE_VALUE_ONLY));
    } else {
      assertThat(read.dropped())
          .extracting(DroppedIdentifier::reason)
          .doesNotContain(DropReason.ONE_VALUE_ONLY);
    }
  }

  @Test
  void hashedIdentifiersAndExternalIdsMayBeLists() {
    var lists =
        Map.of(
            EMAIL, List.of("a@example.com", "b@example.com"),
            EXTERNAL_ID, List.of("1", "2"),
            CITY, List.of("Rome", "Paris"));

    NormalizedCustomer read = Matching.read(lists);

    assertThat(read.hash().values().values()).allMatch(values -> values.size() == 2);
    assertThat(read.size()).isEqualTo(6);
    assertThat(read.dropped()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "12345, 12345, true",
    "l:12345678901234, 12345678901234, true",
    "123456789012345, 123456789012345, false",
    "L: 1234567890123456, 1234567890123456, false",
    "12345678901234567, 12345678901234567, true"
  })
  void aLeadIdOfAnyLengthIsSentAndAnUnusualOneRemarkedOn(
      String given, String sent, boolean unusual) {
    NormalizedCustomer read = Matching.read(LEAD_ID, given);

    assertThat(read.hash().values()).containsEntry(LEAD_ID, List.of(sent));
    assertThat(read.hasUnusualLeadId()).isEqualTo(unusual);
  }

  @ParameterizedTest
  @CsvSource({
    "0664 1234567, , 6641234567, true",
    "(0664) 1234567, , 6641234567, true",
    "0664 1234567, AT, 436641234567, false",
    "0043 664 1234567, , 436641234567, false",
    "+43 664 1234567, , 436641234567, false",
    "436641234567, , 436641234567, false",
  })
  void aPhoneAsItIsDialledAtHomeIsRemarkedOnWhereNoCountryIsKnown(
      String given, String country, String sent, boolean remarked) {
    MatchKeyRules rules = Matching.rules(country);
    NormalizedCustomer read = Matching.read(Map.of(PHONE, List.of(given)), rules);

    assertThat(read.identity()).containsExactly("ph=" + sent);
    assertThat(read.hasPhoneOfNoCountry()).isEqualTo(remarked);
  }

  @Test
  void nothingPrintsAnythingOfACustomer() {
    NormalizedCustomer read = Matching.read(CLIENT_USER_AGENT, "Mozilla/5.0");

    assertThat(read).hasToString("NormalizedCustomer[]");
    assertThat(read.hash()).hasToString("MatchKeys[]");
    assertThat(Reading.toHash("smith")).hasToString("Kept[]");
    assertThat(WrittenDate.read("1997-02-16")).hasToString("WrittenDate[]");
    assertThat(WrittenPhone.read("+16505551212").toString()).doesNotContain("1650");
  }

  @Test
  void noReasonIsGivenTwice() {
    assertThat(Arrays.stream(DropReason.values()).map(DropReason::code)).doesNotHaveDuplicates();
    assertThat(Arrays.stream(DropReason.values()).map(DropReason::sentence))
        .doesNotHaveDuplicates()
        .allSatisfy(sentence -> assertThat(sentence).endsWith("."));
  }

  @Test
  void aDefaultCountryIsOneOrNone() {
    assertThat(Matching.rules("UK").defaultCountry()).isEqualTo("gb");
    assertThat(MatchKeyRules.knowsCountry("EU")).isFalse();
    assertThatThrownBy(() -> Matching.rules("EU")).isInstanceOf(IllegalArgumentException.class);
  }
}
