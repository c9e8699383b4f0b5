package dev.uploadgateway;

import dev.uploadgateway.matchkey.MatchKeyMaker;
import java.time.Clock;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.boot.context.properties.ConfigurationPropertiesScan;
import org.springframework.context.annotation.Bean;
import org.springframework.scheduling.annotation.EnableScheduling;

/** Shops post raw conversions; the gateway keeps them safe and delivers them hashed to Meta. */
@SpringBootApplication
@ConfigurationPropertiesScan
@EnableScheduling
public class UploadGateway {

  public static void main(String[] args) {
    SpringApplication.run(UploadGateway.class, args);
  }

  @Bean
  Clock clock() {
    return Clock.systemUTC();
  }

  /** Made here, as its room knows nothing of Spring. */
  @Bean
  MatchKeyMaker matchKeyMaker(Clock clock) {
    return new MatchKeyMaker(clock);
  }
}
