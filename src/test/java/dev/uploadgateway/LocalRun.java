package dev.uploadgateway;

import java.util.stream.Stream;
import org.springframework.boot.SpringApplication;

/**
 * {@code ./mvnw spring-boot:test-run}: the gateway on this machine, with a PostgreSQL whose data
 * stays in {@code .local}.
 */
public class LocalRun {

  public static void main(String[] args) {
    String[] local =
        Stream.concat(Stream.of("--local.database.directory=.local/postgres"), Stream.of(args))
            .toArray(String[]::new);
    SpringApplication.from(UploadGateway::main).with(LocalPostgres.class).run(local);
  }
}
