package dev.uploadgateway.dataset;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.springframework.transaction.support.TransactionOperations;

class KeyUseTest {

  private final List<String> written = new ArrayList<>();
  private final KeyUse use = new KeyUse(new Rows(), TransactionOperations.withoutTransaction());

  /** Replicas write down the same keys in one transaction each, and lock them as they come. */
  @Test
  void keysAreWrittenDownInTheirOrderSoThatNoReplicaWaitsForAnotherInACircle() {
    IntStream.range(0, 50).forEach(i -> use.used("key" + (i * 37 % 50)));

    use.write();

    assertThat(written).hasSize(50).isSorted();
  }

  private final class Rows implements ApiKeyRows {

    @Override
    public void used(String id, Instant at) {
      written.add(id);
    }

    @Override
    public Optional<ApiKeyRow> findById(String id) {
      throw new UnsupportedOperationException();
    }

    @Override
    public List<ApiKeyRow> findAllByOrderByCreatedAt() {
      throw new UnsupportedOperationException();
    }

    @Override
    public ApiKeyRow save(ApiKeyRow saved) {
      throw new UnsupportedOperationException();
    }

    @Override
    public Optional<ApiKeyRow> lock(String id) {
      throw new UnsupportedOperationException();
    }

    @Override
    public int delete(String id) {
      throw new UnsupportedOperationException();
    }
  }
}
