package dev.uploadgateway.discretion;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DiscretionTest {

  private final LoggerContext loggers = new LoggerContext();

  @ParameterizedTest
  @CsvSource({
    "org.apache.coyote.http11.Http11InputBuffer, true",
    "org.springframework.web.servlet.mvc.method.annotation.RequestResponseBodyMethodProcessor, true",
    "org.springframework.jdbc.core.StatementCreatorUtils, true",
    "org.hibernate.orm.jdbc.bind, true",
    "org.postgresql.core.v3.QueryExecutorImpl, true",
    "reactor.netty.http.client.HttpClientConnect, true",
    "org.thymeleaf, true",
    "org.springframework.transaction.interceptor.TransactionInterceptor, false",
    "org.hibernatefriend.Logger, false",
    "dev.uploadgateway.intake.Intake, false",
  })
  void loggersThatQuotePeopleAreKnown(String logger, boolean leaky) {
    assertThat(LeakyLoggers.reasonAgainst(logger).isPresent()).isEqualTo(leaky);
  }

  @Test
  void theyAreDeniedWhatIsBelowInfoWhateverTheirLevelIsAndNothingElse() {
    ListAppender<ILoggingEvent> written = new ListAppender<>();
    written.start();
    loggers.getLogger("ROOT").addAppender(written);
    loggers.getLogger("ROOT").setLevel(Level.TRACE);
    loggers.addTurboFilter(new Discretion.Filter());
    Logger leaky = loggers.getLogger("org.apache.coyote.http11.Http11InputBuffer");
    leaky.setLevel(Level.TRACE);
    Logger discreet = loggers.getLogger("org.springframework.transaction.interceptor");

    leaky.trace("bytes of a request");
    leaky.debug("bytes of a request");
    leaky.info("a fact");
    leaky.error("a failure");
    discreet.trace("a transaction");

    assertThat(leaky.isDebugEnabled()).as("nor is it written for nothing").isFalse();
    assertThat(written.list)
        .extracting(ILoggingEvent::getMessage)
        .containsExactly("a fact", "a failure", "a transaction");
  }

  @Test
  void thePageListsThemWithTheirReasons() throws IOException {
    List<String> rows =
        Files.readAllLines(Path.of("src", "docs", "privacy.md")).stream()
            .dropWhile(line -> !line.equals("| loggers | would quote |"))
            .skip(2)
            .takeWhile(line -> line.startsWith("|"))
            .toList();

    assertThat(rows)
        .containsExactlyElementsOf(
            LeakyLoggers.REASONS.entrySet().stream()
                .map((Map.Entry<String, String> each) ->
                    "| `%s` | %s |".formatted(each.getKey(), each.getValue()))
                .toList());
  }
}
