package dev.uploadgateway.console;

import dev.uploadgateway.LocalMeta;
import dev.uploadgateway.LocalPostgres;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.Timeout;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.context.annotation.Import;

/** A whole gateway with its console, a Meta of its own, and no time to lose between attempts. */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@SpringBootTest(
    webEnvironment = WebEnvironment.RANDOM_PORT,
    properties = {
      "gateway.dispatch.linger=50ms",
      "gateway.dispatch.poll-interval=100ms",
      "gateway.dispatch.retry-delays=1s,30s",
      "gateway.console.refresh=1s"
    })
@Import({LocalPostgres.class, LocalMeta.class})
@Timeout(300)
public @interface RunningConsole {}
