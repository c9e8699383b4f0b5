package dev.uploadgateway.openapi;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import org.springframework.core.io.ClassPathResource;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;
import org.yaml.snakeyaml.Yaml;
import tools.jackson.databind.json.JsonMapper;

/**
 * {@code GET /v1/openapi.yaml} and {@code .json}, for everybody: it describes and shows nothing.
 */
@RestController
class OpenApiEndpoint {

  private final String yaml;
  private final String json;

  OpenApiEndpoint(JsonMapper mapper) throws IOException {
    try (InputStream description = new ClassPathResource("openapi/v1.yaml").getInputStream()) {
      yaml = new String(description.readAllBytes(), StandardCharsets.UTF_8);
    }
    json = mapper.writeValueAsString(new Yaml().load(yaml));
  }

  @GetMapping(path = "/v1/openapi.yaml", produces = "application/yaml;charset=UTF-8")
  String yaml() {
    return yaml;
  }

  @GetMapping(path = "/v1/openapi.json", produces = "application/json")
  String json() {
    return json;
  }
}
