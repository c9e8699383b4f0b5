package dev.uploadgateway.bench;

import dev.uploadgateway.Api;
import dev.uploadgateway.GatewayProcess;
import java.io.File;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** The gateway as it is shipped, with the settings that the README has as defaults. */
record Gateway(Program program) implements AutoCloseable {

  static final String JAR = new File("target/upload-gateway.jar").getAbsolutePath();

  /** More for its JVM, such as a profiler's agent: {@code -Dbench.jvm=…}. */
  private static final List<String> MORE =
      Stream.of(System.getProperty("bench.jvm", "").split(" "))
          .filter(word -> !word.isEmpty())
          .toList();

  static Gateway start(
      Database database, String name, int metaPort, List<String> jvm, String... settings) {
    return start(JAR, database, name, metaPort, jvm, settings);
  }

  static Gateway start(
      String jar,
      Database database,
      String name,
      int metaPort,
      List<String> jvm,
      String... settings) {
    List<String> arguments = new ArrayList<>(jvm);
    arguments.addAll(MORE);
    arguments.addAll(List.of("-jar", jar));
    int port = GatewayProcess.freePort();
    List<String> all = new ArrayList<>(database.arguments(name));
    all.addAll(
        List.of(
            "--server.port=" + port,
            "--management.server.port=0",
            "--gateway.admin-key=" + Api.ADMIN_KEY,
            "--gateway.seal.key=S6YtFGXmy52S+stAfqL7S1bUfX9MA5N3ajAzEOoj2HM=",
            "--gateway.meta.base-url=http://localhost:" + metaPort));
    all.addAll(List.of(settings));
    Program program =
        Program.start(
            port, new File("target/bench-gateway.log"), arguments, all.toArray(String[]::new));
    return new Gateway(program.awaitAnswer("/v1/datasets", Api.ADMIN_KEY));
  }

  Api api() {
    return new Api(program.port(), Api.ADMIN_KEY);
  }

  /**
   * Declares a dataset.
   *
   * @param reachable whether it has a token; without one everything waits
   */
  void dataset(String id, boolean reachable) {
    String token = reachable ? ", \"access_token\": \"a-token\"" : "";
    int status =
        api()
            .put(
                "/v1/datasets/" + id,
                "{\"name\": \"bench\", \"default_country\": \"US\"" + token + "}")
            .status();
    if (status / 100 != 2) {
      throw new IllegalStateException("The dataset was refused with " + status);
    }
  }

  Parcels.Target events(String dataset) {
    return new Parcels.Target("/v1/datasets/" + dataset + "/events", Api.ADMIN_KEY);
  }

  int port() {
    return program.port();
  }

  @Override
  public void close() {
    program.end();
  }
}
