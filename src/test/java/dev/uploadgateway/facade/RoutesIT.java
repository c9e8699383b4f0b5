package dev.uploadgateway.facade;

import static org.assertj.core.api.Assertions.assertThat;

import dev.uploadgateway.Api;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvFileSource;
import org.springframework.boot.test.web.server.LocalServerPort;

/** Meta takes each path with a version and without one, and a slash at its end. */
@RunningFacade
class RoutesIT {

  @LocalServerPort int port;

  private Api admin;

  @BeforeEach
  void aDataset() {
    admin = new Api(port, Api.ADMIN_KEY);
    admin.put("/v1/datasets/77001", "{}");
  }

  @ParameterizedTest(name = "{1} {2}")
  @CsvFileSource(resources = "routes.csv", numLinesToSkip = 1)
  void anEdgeIsThereWithAndWithoutAVersion(Edge edge, String method, String path) {
    String answer = answer(method, "/v26.0" + path);

    assertThat(answer).as("an answer of this edge").doesNotContain("404", "2500", "Unsupported");
    assertThat(answer(method, path)).isEqualTo(answer);
    if (edge != Edge.API_VERSION) {
      String withSlash = path.contains("?") ? path.replace("?", "/?") : path + "/";
      assertThat(answer(method, withSlash)).isEqualTo(answer);
      assertThat(answer(method, "/v26.0" + withSlash)).isEqualTo(answer);
    }
  }

  @Test
  void everyEdgeIsInTheTable() throws IOException {
    try (InputStream table = RoutesIT.class.getResourceAsStream("routes.csv")) {
      String rows = new String(table.readAllBytes(), StandardCharsets.UTF_8);

      assertThat(rows.lines().skip(1).map(row -> Edge.valueOf(row.split(",")[0])))
          .containsAll(Arrays.asList(Edge.values()));
    }
  }

  /** What tells one edge's answer from another's: the status, and the error or the members. */
  private String answer(String method, String path) {
    Api.Answer answer = admin.call(method, path, method.equals("POST") ? "{}" : "");
    return answer.status()
        + " "
        + answer.json().at("/error/message").asString("")
        + answer.json().propertyNames();
  }
}
