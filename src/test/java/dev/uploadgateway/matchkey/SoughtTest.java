package dev.uploadgateway.matchkey;

import static org.assertj.core.api.Assertions.assertThat;

import dev.uploadgateway.conversion.Customer;
import dev.uploadgateway.conversion.Identifier;
import java.time.Clock;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SoughtTest {

  private static final MatchKeyMaker MAKER = new MatchKeyMaker(Clock.systemUTC());
  private static final MatchKeyRules AUSTRIAN =
      new MatchKeyRules("AT", DateOrder.DMY, true, Set.of());
  private static final MatchKeyRules PLAIN_IDS =
      new MatchKeyRules(null, DateOrder.MDY, false, Set.of());

  @ParameterizedTest
  @CsvSource({
    "email=anna@example.com, email= Anna@Example.COM, true",
    "email=ANNA@example.com, email=7c815580ad3844bcb627c74d24eaf700e1a711d9c23e9beb62ab8d28e8cb7954, false",
    "email=anna@example.com, email=anne@example.com, false",
    "email=anna@example.com, email=no at sign, false",
    "email=no at sign, email=No At Sign, true",
    "phone=+43 664 1234567, phone=0664 1234567, true",
    "phone=0664/123 45 67, phone=0664-1234567;country=DE, true",
    "phone=+43 664 1234567, phone=+49 664 1234567, false",
    "extern_id=42, extern_id=42, true",
    "extern_id=42, email=42@example.com, false",
    "lead_id=1234567890123456, lead_id=1234567890123456;email=b@example.com, true",
    "madid=AAAAAAAA-1111-2222-3333-444444444444, madid=aaaaaaaa-1111-2222-3333-444444444444, true",
    "email=a@example.com;phone=0664 1, email=other@example.com;phone=0664 1, true",
    "email=a@example.com;fn=Anna, email=a@example.com;fn=Berta, true",
    "email=a@example.com;fn=Anna, email=b@example.com;fn=Anna, false",
    "fn=Anna;ln=Huber;zip=1010, fn=ANNA;ln=Huber;zip=1010;ct=Wien, true",
    "fn=Anna;ln=Huber;zip=1010, fn=Anna;ln=Huber;zip=1020, false",
    "fn=Anna;ln=Huber;zip=1010;ct=Wien, fn=Anna;ln=Huber;zip=1010, false",
    "fn=Anna;ln=Huber;db=2.3.1990;email=x@example.com, fn=Anna;ln=Huber;db=19900302, true",
    "fn=Anna;ln=Huber;ct=Wien, fn=Anna;ln=Huber;ct=Wien, false",
    "fn=Anna;gen=f;country=AT, fn=Anna;gen=f;country=AT, false",
    "client_ip_address=192.0.2.1, client_ip_address=192.0.2.1, false",
  })
  void aCustomerIsThePersonByOneIdentifierOfTheirOwnOrByNameAndAddressTogether(
      String person, String customer, boolean is) {
    Sought sought = Sought.of(customer(person), MAKER, AUSTRIAN);

    assertThat(sought.is(customer(customer))).isEqualTo(is);
  }

  @Test
  void rawAndHashedFindEachOtherAndWhatWasSent() {
    Customer raw = customer("email=Anna@example.com;extern_id=k-7;phone=0664 1234567");
    MatchKeys sent = MAKER.normalize(raw, AUSTRIAN).hash();
    Customer hashed = new Customer(sent.values());

    assertThat(Sought.of(raw, MAKER, AUSTRIAN).is(hashed)).isTrue();
    assertThat(Sought.of(hashed, MAKER, AUSTRIAN).is(raw)).isTrue();
    assertThat(Sought.of(raw, MAKER, AUSTRIAN).is(sent)).isTrue();
    assertThat(Sought.of(hashed, MAKER, AUSTRIAN).is(sent)).isTrue();
    assertThat(Sought.of(customer("email=b@example.com"), MAKER, AUSTRIAN).is(sent)).isFalse();
  }

  @Test
  void anExternalIdIsFoundWhicheverWayTheDatasetSendsIt() {
    Customer raw = customer("extern_id=k-7");
    Customer hashed = new Customer(MAKER.normalize(raw, AUSTRIAN).hash().values());
    MatchKeys sentPlain = MAKER.normalize(raw, PLAIN_IDS).hash();

    assertThat(sentPlain.values().get(Identifier.EXTERNAL_ID)).containsExactly("k-7");
    assertThat(Sought.of(hashed, MAKER, PLAIN_IDS).is(sentPlain)).isTrue();
    assertThat(Sought.of(hashed, MAKER, PLAIN_IDS).is(raw)).isTrue();
    assertThat(Sought.of(raw, MAKER, PLAIN_IDS).is(hashed)).isTrue();
  }

  @Test
  void whatFindsNobodyIsTold() {
    Sought weak = Sought.of(customer("fn=Anna;country=AT;client_user_agent=x"), MAKER, AUSTRIAN);
    Sought mixed = Sought.of(customer("email=a@example.com;ct=Wien"), MAKER, AUSTRIAN);

    assertThat(weak.tells()).isFalse();
    assertThat(weak.unused())
        .containsExactlyInAnyOrder(
            Identifier.FIRST_NAME, Identifier.COUNTRY, Identifier.CLIENT_USER_AGENT);
    assertThat(mixed.tells()).isTrue();
    assertThat(mixed.unused()).containsExactly(Identifier.CITY);
  }

  @Test
  void aTextThatNobodyNamedIsFoundAsItWasWrittenAndPrintsAsNothing() {
    Sought sought =
        Sought.of(customer("email=Anna@example.com;phone=0664 1234567"), MAKER, AUSTRIAN);

    assertThat(sought.isWrittenAs(" anna@EXAMPLE.com")).isTrue();
    assertThat(sought.isWrittenAs("0664/1234567")).isTrue();
    assertThat(sought.isWrittenAs("berta@example.com")).isFalse();
    assertThat(sought.isWrittenAs("")).isFalse();
    assertThat(Sought.of(customer("extern_id=42;phone=42"), MAKER, AUSTRIAN).isWrittenAs("42"))
        .isFalse();
    assertThat(sought).hasToString("Sought[]");
  }

  private static Customer customer(String text) {
    Map<Identifier, List<String>> identifiers = new EnumMap<>(Identifier.class);
    for (String pair : text.split(";")) {
      int equals = pair.indexOf('=');
      identifiers.put(
          Identifier.named(pair.substring(0, equals)), List.of(pair.substring(equals + 1)));
    }
    return new Customer(identifiers);
  }
}
