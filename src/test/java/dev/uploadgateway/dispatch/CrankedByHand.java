package dev.uploadgateway.dispatch;

import dev.uploadgateway.outbox.ByHand;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.context.annotation.Import;

/** A gateway whose dispatcher moves when the test says so, with a Meta that does what it says. */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@SpringBootTest(
    properties = {
      "gateway.dispatch.retry-delays=10s,60s",
      "gateway.meta.response-timeout=2s",
      "resilience4j.circuitbreaker.configs.default.wait-duration-in-open-state=1h"
    })
@Import({ByHand.class, Crank.class})
@interface CrankedByHand {}
