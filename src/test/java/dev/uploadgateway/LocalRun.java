package dev.uploadgateway;

import dev.uploadgateway.dataset.Datasets;
import dev.uploadgateway.outbox.Quarantine;
import dev.uploadgateway.sandbox.SandboxServer;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.stream.Stream;
import org.springframework.boot.SpringApplication;
import org.springframework.context.ConfigurableApplicationContext;

/**
 * {@code ./mvnw spring-boot:test-run}: the gateway on this machine with Meta's stand-in beside it,
 * a PostgreSQL whose data stays in {@code .local}, and a day of sales to look at.
 */
public class LocalRun {

  static final String DATASET = "1001";

  private static final List<String> SETTINGS =
      List.of(
          "--local.database.directory=.local/postgres",
          "--gateway.datasets." + DATASET + ".name=Local",
          "--gateway.datasets." + DATASET + ".access-token=local-token",
          "--spring.main.banner-mode=off",
          // its key is in the README
          "--server.address=127.0.0.1",
          "--management.server.address=127.0.0.1",
          // what remains is what the gateway itself says
          "--logging.level.root=warn",
          "--logging.level.dev.uploadgateway=info");

  public static void main(String[] args) {
    ConfigurableApplicationContext gateway =
        SpringApplication.from(UploadGateway::main)
            .with(LocalPostgres.class)
            .withAdditionalProfiles("sandbox")
            .run(Stream.concat(SETTINGS.stream(), Stream.of(args)).toArray(String[]::new))
            .getApplicationContext();

    SampleDay day = new SampleDay(LocalDate.now(ZoneOffset.UTC).minusDays(1));
    Api api = new Api(port(gateway, "local.server.port"), Api.ADMIN_KEY);
    Api sandbox = new Api(gateway.getBean(SandboxServer.class).port(), null);
    FirstUpload upload = FirstUpload.of(day, api, sandbox);
    int dataset = gateway.getBean(Datasets.class).find(DATASET).orElseThrow().number();
    List<Quarantine.Row> quarantined =
        gateway
            .getBean(Quarantine.class)
            .list(dataset, new Quarantine.Filter(null, day.uploadTag(), null), 0, 100);
    System.out.println(
        upload.summary(quarantined)
            + WhereToLook.with(api, sandbox, port(gateway, "local.management.port")));
  }

  private static int port(ConfigurableApplicationContext gateway, String property) {
    return gateway.getEnvironment().getRequiredProperty(property, Integer.class);
  }
}
