package dev.uploadgateway.facade;

import dev.uploadgateway.LocalPostgres;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.Timeout;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.context.annotation.Import;

/** A gateway that sends nothing, as everything lingers for a day. */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@SpringBootTest(
    webEnvironment = WebEnvironment.RANDOM_PORT,
    properties = {
      "gateway.meta.base-url=http://localhost:1",
      "gateway.dispatch.linger=1d",
      "gateway.dispatch.poll-interval=1d"
    })
@Import(LocalPostgres.class)
@Timeout(60)
@interface RunningFacade {}
