package dev.uploadgateway.console;

import static org.assertj.core.api.Assertions.assertThat;

import dev.uploadgateway.Api;
import dev.uploadgateway.UploadGateway;
import java.net.http.HttpResponse;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.jdbc.autoconfigure.JdbcConnectionDetails;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.context.ConfigurableApplicationContext;

/** Two gateways behind a load balancer that sends each request where it likes. */
@RunningConsole
class ReplicasIT {

  @LocalServerPort int port;
  @Autowired JdbcConnectionDetails database;

  @Test
  void whoIsLoggedInAtOneReplicaIsSoAtTheOther() {
    try (ConfigurableApplicationContext other =
        SpringApplication.run(
            UploadGateway.class,
            "--server.port=0",
            "--management.server.port=0",
            "--spring.main.banner-mode=off",
            "--spring.datasource.url=" + database.getJdbcUrl(),
            "--spring.datasource.username=" + database.getUsername(),
            "--spring.datasource.password=" + database.getPassword())) {
      int otherPort =
          other.getEnvironment().getRequiredProperty("local.server.port", Integer.class);
      Http browser = new Http(port).logIn(Api.ADMIN_KEY);

      Http there = browser.at(otherPort);
      HttpResponse<String> page = there.get("/console");
      assertThat(page.statusCode()).isEqualTo(200);
      assertThat(page.body()).contains("Admin key");
      assertThat(browser.get("/console").statusCode()).isEqualTo(200);

      assertThat(there.post("/console/logout", "").statusCode()).isEqualTo(303);
      assertThat(browser.get("/console").statusCode()).isEqualTo(303);
    }
  }
}
