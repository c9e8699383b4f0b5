package dev.uploadgateway.dispatch;

import static org.assertj.core.api.Assertions.assertThat;

import dev.uploadgateway.Api;
import dev.uploadgateway.LocalPostgres;
import dev.uploadgateway.dataset.Datasets;
import dev.uploadgateway.meta.LoopbackMeta;
import java.time.Instant;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.context.annotation.Import;

/** The bytes of a preview, where comparing JSON would overlook a zero or an escape. */
@SpringBootTest(
    webEnvironment = WebEnvironment.RANDOM_PORT,
    properties = "gateway.dispatch.linger=0s")
@Import({LocalPostgres.class, Crank.Surroundings.class, WithoutTheLoop.class})
@Timeout(60)
class PreviewBytesIT {

  @LocalServerPort int port;
  @Autowired Dispatcher dispatcher;
  @Autowired Datasets datasets;
  @Autowired LoopbackMeta meta;

  @ParameterizedTest
  @ValueSource(strings = {"conversions_api", "offline_conversions_api"})
  void whatAPreviewShowsIsSentByteForByte(String wire) {
    Api api = new Api(port, Api.ADMIN_KEY);
    String path = "/v1/datasets/" + wire;
    api.put(
        path,
        """
        {"access_token": "t", "wire": "%s", "data_processing": "LDU", "default_country": "AT"}
        """
            .formatted(wire));
    String body =
        """
        {"upload_tag": "bytes", "data": [{
           "event_name": "Purchase", "event_time": %d, "order_id": "№ 1/\\"ü\\" \\u0041", "item_number": 1,
           "match_keys": {"email": ["A@b.de", "c@d.de"], "phone": "0664 1234567", "ct": "Wien"},
           "value": 129.90, "currency": "eur",
           "contents": [{"id": "jkt", "quantity": 1.50, "price": 129.90, "brand": "<B> & \\u2028"}],
           "custom_data": {"store": {"a": [1.0, 1e2, null]}}}]}
        """
            .formatted(Instant.now().getEpochSecond() - 60);

    Api.Answer preview = api.post(path + "/events/preview", body);
    assertThat(preview.status()).as(preview.body()).isEqualTo(200);
    assertThat(api.post(path + "/events", body).status()).isEqualTo(202);
    meta.behave(LoopbackMeta::accept);
    assertThat(dispatcher.dispatch(datasets.get(wire), () -> {})).isTrue();

    String sent = meta.requests().getFirst().data();
    assertThat(sent).startsWith("[{").endsWith("}]");
    assertThat(preview.body()).contains("\"sent\":" + sent.substring(1, sent.length() - 1) + "}");
  }
}
