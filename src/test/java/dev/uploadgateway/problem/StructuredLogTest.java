package dev.uploadgateway.problem;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;
import org.springframework.boot.logging.logback.StructuredLogEncoder;
import org.springframework.core.env.Environment;
import org.springframework.mock.env.MockEnvironment;
import org.springframework.mock.web.MockHttpServletRequest;
import org.springframework.mock.web.MockHttpServletResponse;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class StructuredLogTest {

  private static final ch.qos.logback.classic.Logger log =
      (ch.qos.logback.classic.Logger) LoggerFactory.getLogger(StructuredLogTest.class);

  @Test
  void aLineOfARequestIsOneJsonObjectThatNamesTheRequest() throws Exception {
    ListAppender<ILoggingEvent> lines = new ListAppender<>();
    lines.start();
    log.addAppender(lines);
    MockHttpServletRequest request = new MockHttpServletRequest("GET", "/v1/datasets");
    request.addHeader("X-Request-Id", "mine-1");

    new RequestId()
        .doFilter(
            request,
            new MockHttpServletResponse(),
            (in, out) -> log.warn("dataset={} is blocked", "1001"));
    log.detachAppender(lines);

    String encoded = new String(encoder().encode(lines.list.getFirst()), StandardCharsets.UTF_8);
    assertThat(encoded).endsWith("}\n").hasLineCount(1);
    JsonNode line = JsonMapper.shared().readTree(encoded);
    assertThat(line.path("request_id").asString()).isEqualTo("mine-1");
    assertThat(line.path("message").asString()).isEqualTo("dataset=1001 is blocked");
    assertThat(line.at("/log/level").asString()).isEqualTo("WARN");
    assertThat(line.at("/service/name").asString()).isEqualTo("upload-gateway");
  }

  /** As Spring Boot makes it of {@code logging.structured.format.console=ecs}. */
  private static StructuredLogEncoder encoder() {
    LoggerContext context = new LoggerContext();
    context.putObject(
        Environment.class.getName(),
        new MockEnvironment().withProperty("spring.application.name", "upload-gateway"));
    StructuredLogEncoder encoder = new StructuredLogEncoder();
    encoder.setContext(context);
    encoder.setFormat("ecs");
    encoder.start();
    return encoder;
  }
}
