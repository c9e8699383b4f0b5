package dev.uploadgateway;

import static org.assertj.core.api.Assertions.assertThat;

import dev.uploadgateway.console.RunningConsole;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.http.server.PathContainer;
import org.springframework.web.bind.annotation.RequestMethod;
import org.springframework.web.method.HandlerMethod;
import org.springframework.web.servlet.mvc.method.RequestMappingInfo;
import org.springframework.web.servlet.mvc.method.annotation.RequestMappingHandlerMapping;
import org.springframework.web.util.pattern.PathPattern;

/**
 * Every endpoint has a row in one of the matrices that say what each kind of key is answered there;
 * who adds one adds its row.
 */
@RunningConsole
class EveryEndpointIT {

  private static final Path MATRICES = Path.of("src/test/resources/dev/uploadgateway");

  /** Where a request ends that was refused before, and where keys are typed. */
  private static final Set<String> OF_NOBODY = Set.of("[] /error", "[POST] /console/login");

  private record Row(RequestMethod method, String path) {}

  @Autowired RequestMappingHandlerMapping requestMappingHandlerMapping;

  @Test
  void isInTheMatrixOfWhoMayDoWhat() throws IOException {
    List<Row> rows =
        Stream.of("dataset/access.csv", "console/pages.csv", "facade/access.csv")
            .flatMap(EveryEndpointIT::rows)
            .toList();

    List<String> forgotten =
        requestMappingHandlerMapping.getHandlerMethods().entrySet().stream()
            .filter(EveryEndpointIT::isOurs)
            .flatMap(entry -> missing(entry.getKey(), rows))
            .toList();

    assertThat(rows).hasSizeGreaterThan(100);
    assertThat(forgotten).isEmpty();
  }

  private static boolean isOurs(Map.Entry<RequestMappingInfo, HandlerMethod> entry) {
    return entry.getValue().getBeanType().getPackageName().startsWith("dev.uploadgateway");
  }

  private static Stream<String> missing(RequestMappingInfo mapping, List<Row> rows) {
    Set<RequestMethod> methods = mapping.getMethodsCondition().getMethods();
    Set<PathPattern> patterns = mapping.getPathPatternsCondition().getPatterns();
    return patterns.stream()
        // a slash at the end of the facade's paths is the same path
        .filter(pattern -> !pattern.getPatternString().endsWith("/"))
        .filter(pattern ->
            rows.stream()
                .noneMatch(row ->
                    (methods.isEmpty() || methods.contains(row.method))
                        && pattern.matches(PathContainer.parsePath(row.path))))
        .map(pattern -> methods + " " + pattern)
        .filter(endpoint -> !OF_NOBODY.contains(endpoint));
  }

  private static Stream<Row> rows(String matrix) {
    try {
      return Files.readAllLines(MATRICES.resolve(matrix)).stream()
          .skip(1)
          .map(line -> line.split(",", 3))
          .map(cells ->
              new Row(RequestMethod.resolve(cells[0]), cells[1].replaceFirst("[?].*", "")));
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }
}
