package dev.uploadgateway;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.yaml.snakeyaml.Yaml;

/** What of the image and of docker-compose.yml can be checked without an engine. */
class ContainersTest {

  private static final Path COMPOSE = Path.of("docker-compose.yml");

  @Test
  void theHealthCheckPassesOnWhatTheGatewayAnswers() throws IOException {
    int[] status = {200};
    HttpServer server =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext(
        "/",
        exchange -> {
          byte[] body = "{\"status\":\"DOWN\"}".getBytes(StandardCharsets.UTF_8);
          exchange.sendResponseHeaders(status[0], body.length);
          exchange.getResponseBody().write(body);
          exchange.close();
        });
    server.start();
    String url = "http://localhost:" + server.getAddress().getPort() + "/";
    try {
      assertThat(HealthCheck.complaint(url)).isEmpty();
      status[0] = 503;
      assertThat(HealthCheck.complaint(url)).isEqualTo("503 {\"status\":\"DOWN\"}");
    } finally {
      server.stop(0);
    }
  }

  @Test
  void everySecretOfComposeIsAnEmptyLineOfTheExample() throws IOException {
    var demanded =
        Pattern.compile("\\$\\{([A-Z_]+):\\?")
            .matcher(Files.readString(COMPOSE))
            .results()
            .map(variable -> variable.group(1))
            .collect(Collectors.toCollection(TreeSet::new));

    assertThat(Files.readAllLines(Path.of(".env.example")))
        .containsAll(demanded.stream().map(variable -> variable + "=").toList());
    assertThat(Files.readAllLines(Path.of(".gitignore"))).contains("/.env");
  }

  @Test
  void everyFileThatComposeMountsIsThere() throws IOException {
    List<Path> mounted =
        services().values().stream()
            .flatMap(service -> list(service, "volumes").stream())
            .filter(volume -> volume.startsWith("./"))
            .map(volume -> Path.of(volume.substring(0, volume.indexOf(':'))))
            .toList();

    assertThat(mounted).isNotEmpty().allSatisfy(path -> assertThat(path).exists());
  }

  @Test
  void nothingStartsBeforeWhatItNeedsIsHealthy() throws IOException {
    Map<String, Map<String, Object>> services = services();

    assertThat(services.get("gateway").get("depends_on"))
        .isEqualTo(
            Map.of(
                "postgres", Map.of("condition", "service_healthy"),
                "sandbox", Map.of("condition", "service_healthy")));
    assertThat(services.get("first-key").get("depends_on"))
        .isEqualTo(Map.of("gateway", Map.of("condition", "service_healthy")));
    assertThat(services.get("postgres")).containsKey("healthcheck");
  }

  /** What Docker runs is found in the image: programs as they are named, classes as they are. */
  @Test
  void theClassesThatContainersStartExist() throws IOException {
    String files = Files.readString(COMPOSE) + Files.readString(Path.of("Dockerfile"));

    assertThat(
            Pattern.compile("dev\\.uploadgateway\\.[A-Za-z.]+[A-Z]\\w+")
                .matcher(files)
                .results()
                .map(MatchResult::group)
                .distinct())
        .hasSize(2)
        .allSatisfy(name ->
            assertThat(Class.forName(name).getDeclaredMethod("main", String[].class)).isNotNull());
  }

  private static Map<String, Map<String, Object>> services() throws IOException {
    Map<String, Map<String, Map<String, Object>>> compose =
        new Yaml().load(Files.readString(COMPOSE));
    return compose.get("services");
  }

  private static List<String> list(Map<String, Object> service, String name) {
    return service.get(name) instanceof List<?> entries
        ? entries.stream().map(String::valueOf).toList()
        : List.of();
  }
}
