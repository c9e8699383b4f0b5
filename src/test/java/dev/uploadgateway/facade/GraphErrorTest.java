package dev.uploadgateway.facade;

import static org.assertj.core.api.Assertions.assertThat;

import dev.uploadgateway.problem.Problem;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.springframework.http.HttpStatus;

class GraphErrorTest {

  @Test
  void whatAProblemTellsBesideItsWordsIsInErrorData() {
    GraphError error =
        GraphError.of(
            new Problem(HttpStatus.CONFLICT, "tracking_changed", "Two are gone")
                .with("lost", List.of("a", "b")));

    assertThat(error.status()).isEqualTo(HttpStatus.BAD_REQUEST);
    assertThat(error.data()).isEqualTo(Map.of("lost", List.of("a", "b")));
  }

  @Test
  void whatMetaMayHaveDoneIsNotToBeRepeatedBlindly() {
    GraphError error =
        GraphError.of(
            new Problem(
                HttpStatus.SERVICE_UNAVAILABLE, "meta_unavailable", "It may have been done"));

    assertThat(error.kind().code()).isEqualTo(2);
    assertThat(error.kind().isTransient()).isFalse();
    assertThat(error.data()).isNull();
  }

  @Test
  void whatTheGatewayCannotKeepNowMayBeSentAgain() {
    GraphError error =
        GraphError.of(
            new Problem(HttpStatus.SERVICE_UNAVAILABLE, "storage_unavailable", "Not now"));

    assertThat(error.kind().isTransient()).isTrue();
  }
}
