package dev.uploadgateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.introspect.Annotated;
import com.fasterxml.jackson.databind.introspect.JacksonAnnotationIntrospector;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import com.google.gson.JsonDeserializer;
import com.google.gson.JsonElement;
import com.marcnuri.helm.Helm;
import com.marcnuri.helm.LintResult;
import com.marcnuri.helm.TemplateCommand;
import io.fabric8.kubernetes.api.model.gatewayapi.v1.HTTPRoute;
import io.fabric8.openshift.api.model.monitoring.v1.PrometheusRule;
import io.fabric8.openshift.api.model.monitoring.v1.ServiceMonitor;
import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.yaml.snakeyaml.Yaml;

/** The chart, rendered by Helm's engine and held against the models of Kubernetes' API. */
class ChartTest {

  private static final Path CHART = Path.of("helm");
  private static final Path VALUES = Path.of("src/test/resources/dev/uploadgateway/helm");
  private static final Gson gson =
      new GsonBuilder()
          .registerTypeAdapter(
              OffsetDateTime.class,
              (JsonDeserializer<OffsetDateTime>)
                  (json, type, context) -> OffsetDateTime.parse(json.getAsString()))
          .create();

  /** The chart without its hook, as the engine renders none: the test's pod is to be seen too. */
  @TempDir static Path hookless;

  /** Those are no part of Kubernetes, so that its models do not know them; others' models do. */
  private static final Map<String, Class<?>> OF_OTHERS =
      Map.of(
          "ServiceMonitor", ServiceMonitor.class,
          "PrometheusRule", PrometheusRule.class,
          "HTTPRoute", HTTPRoute.class);

  /** Nobody publishes a model of KEDA's. */
  private static final String WITHOUT_A_MODEL = "ScaledObject";

  /** Models that are refused what they would only have kept aside. */
  private static final JsonMapper strict =
      JsonMapper.builder()
          .annotationIntrospector(
              new JacksonAnnotationIntrospector() {
                private static final long serialVersionUID = 1;

                @Override
                public Boolean hasAnySetter(Annotated annotated) {
                  return false;
                }
              })
          .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
          .build();

  @BeforeAll
  static void copy() throws IOException {
    try (Stream<Path> files = Files.walk(CHART)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        Path copy = hookless.resolve(CHART.relativize(file).toString());
        Files.createDirectories(copy.getParent());
        Files.writeString(copy, Files.readString(file).replace("helm.sh/hook:", "hook:"));
      }
    }
  }

  @Test
  void helmFindsNothingToComplainOf() {
    LintResult lint = new Helm(CHART).lint().quiet().strict().call();

    assertThat(lint.getMessages()).isEmpty();
    assertThat(lint.isFailed()).isFalse();
  }

  @ParameterizedTest
  @ValueSource(strings = {"least", "everything", "keda"})
  void kubernetesKnowsEveryFieldThatIsRendered(String values) {
    List<Map<String, Object>> manifests = rendered(values);

    assertThat(manifests).isNotEmpty();
    for (Map<String, Object> manifest : manifests) {
      if (OF_OTHERS.containsKey(kind(manifest))) {
        requireValidOfOthers(manifest);
      } else if (!kind(manifest).equals(WITHOUT_A_MODEL)) {
        requireValid(manifest);
      }
    }
  }

  @Test
  void aFieldThatKubernetesDoesNotKnowIsFound() {
    Map<String, Object> manifest =
        Map.of("apiVersion", "v1", "kind", "Service", "spec", Map.of("selektor", Map.of()));

    assertThatThrownBy(() -> requireValid(manifest)).hasStackTraceContaining("selektor");
    for (String kind : OF_OTHERS.keySet()) {
      assertThatThrownBy(() ->
              requireValidOfOthers(Map.of("kind", kind, "spec", Map.of("selektor", Map.of()))))
          .hasStackTraceContaining("selektor");
    }
  }

  @Test
  void whatIsNotAskedForIsNotRendered() {
    assertThat(rendered("least").stream().map(ChartTest::kind))
        .containsExactlyInAnyOrder(
            "PodDisruptionBudget", "ServiceAccount", "Service", "Service", "Deployment", "Pod");
    assertThat(rendered("everything").stream().map(ChartTest::kind))
        .containsExactlyInAnyOrder(
            "PodDisruptionBudget",
            "ServiceAccount",
            "Service",
            "Service",
            "Deployment",
            "Pod",
            "ConfigMap",
            "ConfigMap",
            "HorizontalPodAutoscaler",
            "Ingress",
            "HTTPRoute",
            "NetworkPolicy",
            "ServiceMonitor",
            "PrometheusRule");
    assertThat(rendered("keda").stream().map(ChartTest::kind))
        .contains("ScaledObject")
        .doesNotContain("ServiceAccount", "HorizontalPodAutoscaler");
  }

  @ParameterizedTest
  @ValueSource(strings = {"least", "everything", "keda"})
  void podsHaveNoRightsAndEndAfterTheirCalls(String values) {
    Map<String, Object> pod =
        map(map(map(manifest(values, "Deployment"), "spec"), "template"), "spec");
    Map<String, Object> container = maps(pod, "containers").getFirst();

    assertThat(map(pod, "securityContext")).containsEntry("runAsNonRoot", true);
    assertThat(map(container, "securityContext"))
        .containsEntry("readOnlyRootFilesystem", true)
        .containsEntry("allowPrivilegeEscalation", false)
        .containsEntry("capabilities", Map.of("drop", List.of("ALL")));
    assertThat(pod).containsEntry("automountServiceAccountToken", false);
    assertThat((int) pod.get("terminationGracePeriodSeconds")).isGreaterThanOrEqualTo(5 + 30 + 20);
    assertThat(map(map(container, "livenessProbe"), "httpGet"))
        .containsEntry("path", "/actuator/health/liveness");
    assertThat(map(map(container, "readinessProbe"), "httpGet"))
        .containsEntry("path", "/actuator/health/readiness");
  }

  @Test
  void tracesAreSentWhereThereIsSomewhereToSendThem() {
    assertThat(environment("least")).doesNotContainKey("MANAGEMENT_TRACING_SAMPLING_PROBABILITY");
    assertThat(environment("everything"))
        .containsEntry(
            "MANAGEMENT_OPENTELEMETRY_TRACING_EXPORT_OTLP_ENDPOINT",
            "http://collector.monitoring:4318/v1/traces")
        .containsEntry("MANAGEMENT_TRACING_SAMPLING_PROBABILITY", "1");
  }

  private static Map<String, Object> environment(String values) {
    Map<String, Object> pod =
        map(map(map(manifest(values, "Deployment"), "spec"), "template"), "spec");
    Map<String, Object> environment = new TreeMap<>();
    maps(maps(pod, "containers").getFirst(), "env")
        .forEach(each -> environment.put(String.valueOf(each.get("name")), each.get("value")));
    return environment;
  }

  @Test
  void everySelectorFindsWhatItIsFor() {
    Map<String, Object> labels =
        map(
            map(map(map(manifest("everything", "Deployment"), "spec"), "template"), "metadata"),
            "labels");
    for (Map<String, Object> manifest : rendered("everything")) {
      if (kind(manifest).equals("Service")) {
        assertThat(labels).containsAllEntriesOf(map(map(manifest, "spec"), "selector"));
      }
    }
    Map<String, Object> monitored =
        map(map(map(manifest("everything", "ServiceMonitor"), "spec"), "selector"), "matchLabels");
    assertThat(
            rendered("everything").stream()
                .filter(manifest -> kind(manifest).equals("Service"))
                .map(service -> map(map(service, "metadata"), "labels"))
                .filter(ofService -> ofService.entrySet().containsAll(monitored.entrySet())))
        .hasSize(1);
  }

  @Test
  void theRulesOfTheOperatorAreThoseOfTheFile() throws IOException {
    Map<String, Object> file =
        new Yaml().load(Files.readString(CHART.resolve("rules/gateway.yaml")));

    assertThat(manifest("everything", "PrometheusRule")).containsEntry("spec", file);
  }

  @Test
  void valuesThatAreMisspeltMissingOrAtOddsAreRefused() {
    assertThatThrownBy(() -> helm("least").set("replica", 3).call())
        .hasMessageContaining("replica");
    assertThatThrownBy(() -> helm("least").set("terminationGracePeriodSeconds", 20).call())
        .hasMessageContaining("terminationGracePeriodSeconds");
    assertThatThrownBy(() -> template().call()).hasMessageContaining("existingSecrets");
    assertThatThrownBy(() -> helm("keda").set("autoscaling.enabled", true).call())
        .hasMessageContaining("enable one of them");
  }

  @Test
  void theReadmeHasEveryValueWithItsDefault() throws IOException {
    Map<String, String> documented = new TreeMap<>();
    for (String line : Files.readAllLines(CHART.resolve("README.md"))) {
      String[] cells = line.split(" \\| ");
      if (line.startsWith("| `") && cells.length >= 2) {
        documented.put(cells[0].replaceAll("[|` ]", ""), cells[1].replaceAll("^`|`$", ""));
      }
    }
    Map<String, Object> values = new Yaml().load(Files.readString(CHART.resolve("values.yaml")));

    Map<String, Object> undocumented = new TreeMap<>();
    documented.forEach((path, shown) -> {
      Object found = at(values, path);
      assertThat(gson.toJsonTree(found))
          .as(path)
          .isEqualTo(gson.fromJson(shown, JsonElement.class));
    });
    leaves("", values, undocumented);
    undocumented.keySet().removeIf(path -> documented.keySet().stream().anyMatch(path::startsWith));
    assertThat(undocumented).isEmpty();
  }

  private static void leaves(String path, Object value, Map<String, Object> leaves) {
    if (value instanceof Map<?, ?> map && !map.isEmpty()) {
      map.forEach(
          (name, inner) -> leaves(path.isEmpty() ? name + "" : path + "." + name, inner, leaves));
    } else {
      leaves.put(path, value);
    }
  }

  private static Object at(Map<String, Object> values, String path) {
    Object found = values;
    for (String name : path.split("\\.")) {
      found = found instanceof Map<?, ?> map ? map.get(name) : null;
    }
    return found;
  }

  private static TemplateCommand helm(String values) {
    return template().withValuesFile(VALUES.resolve(values + ".yaml"));
  }

  private static TemplateCommand template() {
    return new Helm(hookless)
        .template()
        .withName("gateway")
        .withNamespace("shops")
        .withKubeVersion("1.34.0");
  }

  private static List<Map<String, Object>> rendered(String values) {
    List<Map<String, Object>> manifests = new ArrayList<>();
    for (Object manifest : new Yaml().loadAll(helm(values).call())) {
      if (manifest != null) {
        manifests.add(asMap(manifest));
      }
    }
    return manifests;
  }

  private static Map<String, Object> manifest(String values, String kind) {
    return rendered(values).stream()
        .filter(manifest -> kind(manifest).equals(kind))
        .findFirst()
        .orElseThrow();
  }

  /** By the model's own check of its fields, and by the types of what it holds. */
  private static void requireValid(Map<String, Object> manifest) {
    String version = String.valueOf(manifest.get("apiVersion")).replaceFirst(".*/", "");
    String name =
        "io.kubernetes.client.openapi.models." + version.replace('v', 'V') + kind(manifest);
    JsonElement json = gson.toJsonTree(manifest);
    try {
      Class<?> model = Class.forName(name);
      model.getMethod("validateJsonElement", JsonElement.class).invoke(null, json);
      gson.fromJson(json, model);
    } catch (InvocationTargetException e) {
      throw new AssertionError(name, e.getCause());
    } catch (ReflectiveOperationException e) {
      throw new AssertionError("Kubernetes has no " + name, e);
    }
  }

  private static void requireValidOfOthers(Map<String, Object> manifest) {
    strict.convertValue(manifest, OF_OTHERS.get(kind(manifest)));
  }

  private static String kind(Map<String, Object> manifest) {
    return String.valueOf(manifest.get("kind"));
  }

  private static Map<String, Object> map(Map<String, Object> of, String name) {
    return asMap(of.get(name));
  }

  private static List<Map<String, Object>> maps(Map<String, Object> of, String name) {
    return ((List<?>) of.get(name)).stream().map(ChartTest::asMap).toList();
  }

  @SuppressWarnings("unchecked") // YAML's maps have texts for names
  private static Map<String, Object> asMap(Object value) {
    return (Map<String, Object>) value;
  }
}
