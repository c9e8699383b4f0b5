package dev.uploadgateway.intake;

import dev.uploadgateway.LocalPostgres;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.Timeout;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.context.annotation.Import;

/** A gateway with small limits that sends nothing, as everything lingers for a day. */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@SpringBootTest(
    webEnvironment = WebEnvironment.RANDOM_PORT,
    properties = {
      "gateway.meta.base-url=http://localhost:1",
      "gateway.dispatch.linger=1d",
      "gateway.dispatch.poll-interval=1d",
      "gateway.intake.max-events=50",
      "gateway.intake.max-body=512KB",
      "gateway.intake.max-stream=4MB",
      "gateway.intake.max-streams=1",
      "gateway.intake.max-listed=5",
      "spring.datasource.hikari.connection-timeout=2000"
    })
@Import(LocalPostgres.class)
@Timeout(60)
@interface RunningIntake {}
