package dev.uploadgateway.problem;

import org.springframework.context.annotation.Configuration;
import org.springframework.http.converter.HttpMessageConverters.ServerBuilder;
import org.springframework.http.converter.json.JacksonJsonHttpMessageConverter;
import org.springframework.web.servlet.config.annotation.WebMvcConfigurer;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.MapperFeature;
import tools.jackson.databind.json.JsonMapper;

/**
 * Bodies of requests are read strictly: a misspelled member is refused rather than ignored, as is
 * one that comes twice, and text is no number. For requests only; the shared mapper stays lenient,
 * as Meta may add members to its answers at any time.
 */
@Configuration(proxyBeanMethods = false)
class StrictBodies implements WebMvcConfigurer {

  private final JsonMapper lenient;

  StrictBodies(JsonMapper lenient) {
    this.lenient = lenient;
  }

  @Override
  public void configureMessageConverters(ServerBuilder builder) {
    JsonMapper strict =
        lenient
            .rebuild()
            .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .disable(MapperFeature.ALLOW_COERCION_OF_SCALARS)
            .build();
    builder.withJsonConverter(new JacksonJsonHttpMessageConverter(strict));
  }
}
