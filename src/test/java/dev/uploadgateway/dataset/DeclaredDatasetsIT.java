package dev.uploadgateway.dataset;

import static org.assertj.core.api.Assertions.assertThat;

import dev.uploadgateway.LocalPostgres;
import dev.uploadgateway.matchkey.DateOrder;
import dev.uploadgateway.matchkey.MatchKeyRules;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.context.annotation.Import;
import org.springframework.jdbc.core.simple.JdbcClient;

@SpringBootTest(
    properties = {
      "gateway.datasets.21.name=Declared",
      "gateway.datasets.21.access-token=declaredToken",
      "gateway.datasets.21.default-country=DE",
      "gateway.datasets.21.hash-external-id=false",
      "gateway.datasets.21.date-order=DMY"
    })
@Import(LocalPostgres.class)
class DeclaredDatasetsIT {

  @Autowired Datasets datasets;
  @Autowired DeclaredDatasets declared;
  @Autowired JdbcClient sql;

  @Test
  void aDeclaredDatasetIsThereFromTheStart() {
    Dataset dataset = datasets.find("21").orElseThrow();

    assertThat(dataset.name()).isEqualTo("Declared");
    assertThat(dataset.credentials().accessToken()).isEqualTo(new Secret("declaredToken"));
    assertThat(dataset.matchKeyRules())
        .isEqualTo(new MatchKeyRules("DE", DateOrder.DMY, false, Wire.CONVERSIONS_API.unknown()));
    assertThat(dataset.delivery().wire()).isEqualTo(Wire.CONVERSIONS_API);
  }

  @Test
  void aStartRestoresWhatIsDeclaredKeepsWhatIsNotAndLiftsTheBlockItMayHaveCured() {
    sql.sql("update dataset set name = 'Changed', api_version = 'v25.0' where id = '21'").update();
    datasets.block(datasets.get("21"), "The token has expired");

    declared.afterSingletonsInstantiated();

    Dataset dataset = datasets.find("21").orElseThrow();
    assertThat(dataset.name()).isEqualTo("Declared");
    assertThat(dataset.delivery().apiVersion()).isEqualTo("v25.0");
    assertThat(dataset.reachability().open(Instant.now())).isTrue();
  }

  @Test
  void aStartWithoutChangesWritesNothing() {
    datasets.block(datasets.get("21"), "The token has expired");
    String blocked = row();

    declared.afterSingletonsInstantiated();

    assertThat(row()).isEqualTo(blocked);
    assertThat(datasets.find("21").orElseThrow().reachability().blockedReason()).isNotNull();
  }

  @Test
  void replicasThatStartAtOnceDoNotHarmEachOther() throws Exception {
    sql.sql("delete from dataset where id = '21'").update();

    List<Future<?>> starts = new ArrayList<>();
    try (var replicas = Executors.newVirtualThreadPerTaskExecutor()) {
      for (int i = 0; i < 8; i++) {
        starts.add(replicas.submit(declared::afterSingletonsInstantiated));
      }
    }

    for (Future<?> start : starts) {
      start.get();
    }
    assertThat(datasets.find("21").orElseThrow().name()).isEqualTo("Declared");
  }

  private String row() {
    return sql.sql("select row_to_json(dataset)::text from dataset where id = '21'")
        .query(String.class)
        .single();
  }
}
