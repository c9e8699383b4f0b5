package dev.uploadgateway;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.jar.JarFile;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.springframework.session.Session;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What the jar is made of, as its bill of materials tells, which the build puts into it. */
class SupplyChainTest {

  /** Of several a component offers, one is enough. */
  private static final Set<String> TAKEN =
      Set.of(
          "Apache-2.0",
          "MIT",
          "MIT-0",
          "0BSD",
          "BSD-2-Clause",
          "BSD-3-Clause",
          "CC0-1.0",
          "EPL-2.0");

  /** Its pom names the "Broadcom Foundation License", while its jar holds Apache's 2.0. */
  private static final Set<String> APACHE_IN_THE_JAR =
      Set.of(
          "org.springframework.session/spring-session-core",
          "org.springframework.session/spring-session-jdbc");

  @Test
  void everyComponentHasALicenceThatIsTaken() throws IOException {
    List<JsonNode> components = bill().path("components").valueStream().toList();

    assertThat(components).hasSizeGreaterThan(100);
    assertThat(components)
        .allSatisfy(component ->
            assertThat(licences(component)).as(name(component)).containsAnyElementsOf(TAKEN));
  }

  @Test
  void theExceptionsAreStillNeededAndTheJarsStillHoldApaches() throws IOException {
    assertThat(bill().path("components").valueStream().map(SupplyChainTest::name).toList())
        .containsAll(APACHE_IN_THE_JAR);
    String jar = Session.class.getProtectionDomain().getCodeSource().getLocation().getPath();
    try (JarFile session = new JarFile(jar);
        InputStream licence = session.getInputStream(session.getEntry("META-INF/LICENSE.txt"))) {
      assertThat(new String(licence.readAllBytes(), StandardCharsets.UTF_8))
          .contains("Apache License", "Version 2.0");
    }
  }

  @Test
  void theBillIsTheSameForTheSameCommit() throws IOException {
    assertThat(bill().at("/metadata/timestamp").isMissingNode()).isTrue();
    String serial = bill().path("serialNumber").asString().replace("urn:uuid:", "");
    assertThat(UUID.fromString(serial).version()).as("of the content, not of luck").isEqualTo(3);
  }

  private static Stream<String> licenceNames(JsonNode licence) {
    JsonNode inner = licence.path("license");
    return Stream.of(inner.path("id"), inner.path("name"), licence.path("expression"))
        .filter(JsonNode::isString)
        .map(JsonNode::asString);
  }

  private static List<String> licences(JsonNode component) {
    return APACHE_IN_THE_JAR.contains(name(component))
        ? List.of("Apache-2.0")
        : component.path("licenses").valueStream().flatMap(SupplyChainTest::licenceNames).toList();
  }

  private static String name(JsonNode component) {
    return component.path("group").asString("") + "/" + component.path("name").asString();
  }

  private static JsonNode bill() throws IOException {
    try (InputStream bill =
        UploadGateway.class.getResourceAsStream("/META-INF/sbom/application.cdx.json")) {
      assertThat(bill).as("META-INF/sbom/application.cdx.json").isNotNull();
      return new JsonMapper().readTree(bill);
    }
  }
}
