package dev.textbook;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.math.BigDecimal;
import java.util.UUID;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.data.jpa.repository.JpaRepository;
import org.springframework.data.jpa.repository.config.EnableJpaRepositories;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A controller that saves what it is sent, and an endpoint that does nothing. */
@SpringBootApplication(
    excludeName = {
      "org.springframework.boot.security.autoconfigure.SecurityAutoConfiguration",
      "org.springframework.boot.security.autoconfigure.UserDetailsServiceAutoConfiguration",
      "org.springframework.boot.security.autoconfigure.web.servlet.ServletWebSecurityAutoConfiguration",
      "org.springframework.boot.security.autoconfigure.web.servlet.SecurityFilterAutoConfiguration",
      "org.springframework.boot.security.autoconfigure.actuate.web.servlet.ManagementWebSecurityAutoConfiguration",
      "org.springframework.boot.flyway.autoconfigure.FlywayAutoConfiguration"
    })
@EnableJpaRepositories(considerNestedRepositories = true)
public class TextbookShop {

  public static void main(String[] args) {
    SpringApplication.run(TextbookShop.class, args);
  }

  /** An event as a row: what is asked for in columns of their own, the rest as it came. */
  @Entity
  @Table(name = "saved_event")
  static class SavedEvent {
    @Id UUID id;
    String eventName;
    long eventTime;
    String orderId;
    String currency;
    BigDecimal amount;

    @Column(length = 16_384)
    String customer;

    @Column(length = 16_384)
    String body;

    protected SavedEvent() {}

    SavedEvent(JsonNode event) {
      id = UUID.randomUUID();
      eventName = event.path("event_name").asString();
      eventTime = event.path("event_time").asLong();
      orderId = event.path("order_id").asString();
      currency = event.path("currency").asString();
      amount = event.path("value").decimalValue();
      customer = event.path("match_keys").toString();
      body = event.toString();
    }
  }

  interface SavedEvents extends JpaRepository<SavedEvent, UUID> {}

  @RestController
  static class Endpoints {

    private final SavedEvents events;
    private final JsonMapper json;

    Endpoints(SavedEvents events, JsonMapper json) {
      this.events = events;
      this.json = json;
    }

    @GetMapping("/up")
    String up() {
      return "up";
    }

    @PostMapping("/save")
    @ResponseStatus(HttpStatus.ACCEPTED)
    void save(@RequestBody String body) {
      json.readTree(body).path("data").forEach(event -> events.save(new SavedEvent(event)));
    }

    @PostMapping("/empty")
    @ResponseStatus(HttpStatus.ACCEPTED)
    void empty(@RequestBody byte[] body) {}
  }
}
