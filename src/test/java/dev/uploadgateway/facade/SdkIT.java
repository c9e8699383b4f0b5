package dev.uploadgateway.facade;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

import com.facebook.ads.sdk.APIContext;
import com.facebook.ads.sdk.APIException;
import com.facebook.ads.sdk.APINodeList;
import com.facebook.ads.sdk.AdsPixel;
import com.facebook.ads.sdk.OfflineConversionDataSet;
import com.facebook.ads.sdk.OfflineConversionDataSetUpload;
import com.facebook.ads.sdk.serverside.ActionSource;
import com.facebook.ads.sdk.serverside.CAPIGatewayEndpoint;
import com.facebook.ads.sdk.serverside.Content;
import com.facebook.ads.sdk.serverside.CustomData;
import com.facebook.ads.sdk.serverside.Event;
import com.facebook.ads.sdk.serverside.EventRequest;
import com.facebook.ads.sdk.serverside.EventResponse;
import com.facebook.ads.sdk.serverside.UserData;
import dev.uploadgateway.Api;
import dev.uploadgateway.LocalMeta;
import dev.uploadgateway.LocalMeta.Meta;
import dev.uploadgateway.LocalPostgres;
import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.context.annotation.Import;
import org.springframework.test.annotation.DirtiesContext;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;
import tools.jackson.databind.JsonNode;

/**
 * Meta's own Java SDK, as it is, with the gateway's address in Meta's place. It speaks HTTPS only,
 * and so does the gateway here, with a certificate that is made for the occasion.
 */
@SpringBootTest(
    webEnvironment = WebEnvironment.RANDOM_PORT,
    properties = {
      "gateway.dispatch.linger=300ms",
      "gateway.dispatch.poll-interval=200ms",
      "gateway.datasets.90001.access-token=token",
      "gateway.datasets.90002.access-token=token",
      "gateway.datasets.90003.access-token=token",
      "gateway.datasets.90004.access-token=token"
    })
@Import({LocalPostgres.class, LocalMeta.class})
@DirtiesContext
class SdkIT {

  private static final LocalCertificate CERTIFICATE = LocalCertificate.make();

  @LocalServerPort int port;
  @Autowired Meta meta;

  private APIContext context;

  @DynamicPropertySource
  static void speakHttps(DynamicPropertyRegistry registry) {
    registry.add("server.ssl.key-store", () -> CERTIFICATE.store().toUri().toString());
    registry.add("server.ssl.key-store-password", () -> LocalCertificate.PASSWORD);
    registry.add("server.ssl.key-store-type", () -> "PKCS12");
  }

  @BeforeEach
  void pointTheSdkHere() {
    context =
        new APIContext(
            "https://localhost:" + port,
            "https://localhost:" + port,
            APIContext.DEFAULT_API_VERSION,
            Api.ADMIN_KEY,
            "secret-of-an-app",
            "4711",
            false);
  }

  @AfterAll
  static void trustAsBefore() {
    CERTIFICATE.close();
  }

  @Test
  void itsEventRequestArrivesAtMetaHashed() throws Exception {
    EventResponse response =
        new EventRequest("90001", context)
            .uploadTag("sdk")
            .addDataItem(purchase("1"))
            .addDataItem(purchase("2"))
            .execute();

    assertThat(response.getEventsReceived()).isEqualTo(2);
    assertThat(response.getMessages()).isEmpty();
    assertThat(response.getFbTraceId()).isNotEmpty();
    awaitHeld("90001", "sdk", 2);
    JsonNode held = meta.events("90001", "sdk").getFirst().path("event");
    assertThat(held.at("/user_data/em").toString())
        .contains("2481f36dfc515ca76451aaadf1399026942a01ee50c6d0a61988b43cef039bc2");
    assertThat(held.at("/custom_data/value").decimalValue()).isEqualByComparingTo("129.5");
    assertThat(held.at("/custom_data/contents/0/item_price").decimalValue())
        .isEqualByComparingTo("64.75");
    assertThat(held.path("action_source").asString()).isEqualTo("physical_store");
  }

  @Test
  void itsCustomGatewayEndpointArrivesToo() throws Exception {
    CAPIGatewayEndpoint endpoint =
        new CAPIGatewayEndpoint("https://localhost:" + port, Api.ADMIN_KEY);
    endpoint.setSendToEndpointOnly(true);
    EventRequest request = new EventRequest("90002", context).addDataItem(purchase("3"));
    request.setCustomEndpoint(endpoint);

    EventResponse response = request.execute();

    assertThat(response.getCustomEndpointResponses().values())
        .singleElement()
        .satisfies(answer -> assertThat(answer.responseCode).isEqualTo("202"));
    await().atMost(Duration.ofSeconds(30)).until(() -> meta.count("90002") == 1);
    assertThat(meta.events("90002", LocalDate.now(ZoneOffset.UTC).toString()))
        .allSatisfy(held ->
            assertThat(held.at("/event/user_data/em").toString())
                .contains("2481f36dfc515ca76451aaadf1399026942a01ee50c6d0a61988b43cef039bc2"));
  }

  @Test
  void itReadsUploadsPageByPageAsObjects() throws Exception {
    for (String tag : List.of("a", "b", "c")) {
      new EventRequest("90003", context)
          .uploadTag(tag)
          .addDataItem(purchase("of " + tag))
          .execute();
    }

    APINodeList<OfflineConversionDataSetUpload> uploads =
        new AdsPixel("90003", context)
            .getOfflineEventUploads()
            .setSortBy(OfflineConversionDataSetUpload.EnumSortBy.VALUE_CREATION_TIME)
            .setOrder(OfflineConversionDataSetUpload.EnumOrder.VALUE_ASCENDING)
            .setParam("limit", 2)
            .requestAllFields()
            .execute();

    assertThat(List.copyOf(uploads.subList(0, 2)))
        .extracting(OfflineConversionDataSetUpload::getFieldUploadTag)
        .containsExactly("a", "b");
    assertThat(uploads.getFirst().getFieldValidEntries()).isEqualTo(1);
    assertThat(uploads.getFirst().getFieldMatchRateApprox()).isEqualTo(-1);
    assertThat(uploads.getFirst().getFieldEventStats()).isEqualTo("{\"Purchase\":1}");
    assertThat(uploads.nextPage())
        .extracting(OfflineConversionDataSetUpload::getFieldUploadTag)
        .containsExactly("c");
    assertThat(
            new OfflineConversionDataSet("90003", context).getUploads().setUploadTag("b").execute())
        .extracting(OfflineConversionDataSetUpload::getFieldUploadTag)
        .containsExactly("b");
    OfflineConversionDataSetUpload first =
        new OfflineConversionDataSetUpload(uploads.getFirst().getId(), context).fetch();
    assertThat(first.getFieldUploadTag()).isEqualTo("a");
    assertThat(new OfflineConversionDataSet("90003", context).fetch().getFieldValidEntries())
        .isEqualTo(3);
  }

  @Test
  void itsExceptionsTellWhatWasRefused() {
    Event event = purchase("5").eventTime(1456870902L);

    assertThatExceptionOfType(APIException.FailedRequestException.class)
        .isThrownBy(() -> new EventRequest("90004", context).addDataItem(event).execute())
        .satisfies(e ->
            assertThat(e.getRawResponseAsJsonObject().toString())
                .contains("\"error_subcode\":1815356", "\"event_index\":0", "2804003"));
  }

  private static Event purchase(String order) {
    return new Event()
        .eventName("Purchase")
        .eventTime(Graph.now())
        .actionSource(ActionSource.physical_store)
        .userData(new UserData().email("joe@example.com").phone("12125550143").countryCode("us"))
        .customData(
            new CustomData()
                .currency("usd")
                .value(129.5F)
                .orderId(order)
                .addContent(new Content().productId("A").quantity(2L).itemPrice(64.75F)));
  }

  private void awaitHeld(String dataset, String uploadTag, int events) {
    await()
        .atMost(Duration.ofSeconds(30))
        .until(() -> meta.events(dataset, uploadTag).size() == events);
  }
}
