package dev.uploadgateway.dataset;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.springframework.transaction.CannotCreateTransactionException;

@Timeout(20)
class KnownKeysTest {

  private final ApiKeyRow row = new ApiKeyRow();
  private Supplier<Optional<ApiKeyRow>> database = () -> Optional.of(row);
  private final AtomicLong clock = new AtomicLong();
  private KnownKeys keys = new KnownKeys(new Rows(), Duration.ofMinutes(1), clock::get);

  @Test
  void whereTheDatabaseIsAwayAKeyThatWasGoodLatelyStillIs() {
    remember("good");
    database = KnownKeysTest::away;

    assertThat(keys.find("good")).containsSame(row);
    assertThatThrownBy(() -> keys.find("never asked for"))
        .isInstanceOf(CannotCreateTransactionException.class);
  }

  @Test
  void norDoesItWaitForADatabaseThatDoesNotAnswer() {
    keys = new KnownKeys(new Rows(), Duration.ofMillis(50), clock::get);
    CountDownLatch never = new CountDownLatch(1);
    remember("good");
    database =
        () -> {
          try {
            never.await();
            return away();
          } catch (InterruptedException e) {
            throw new IllegalStateException(e);
          }
        };

    assertThat(keys.find("good")).containsSame(row);
    never.countDown();
  }

  @Test
  void aKeyThatTheDatabaseNoLongerHasOpensNothingWhenItIsAwayLater() {
    remember("gone");
    database = Optional::empty;
    await()
        .untilAsserted(() -> {
          aWhilePasses();
          assertThat(keys.find("gone")).isEmpty();
        });
    database = KnownKeysTest::away;

    await()
        .untilAsserted(() -> {
          aWhilePasses();
          assertThatThrownBy(() -> keys.find("gone"))
              .isInstanceOf(CannotCreateTransactionException.class);
        });
  }

  @Test
  void noMoreDoesOneThatWasDeletedHere() {
    remember("deleted");
    keys.forget("deleted");
    database = KnownKeysTest::away;

    assertThatThrownBy(() -> keys.find("deleted"))
        .isInstanceOf(CannotCreateTransactionException.class);
  }

  @Test
  void aBugIsNoOutage() {
    remember("good");
    database =
        () -> {
          throw new IllegalStateException("a bug");
        };

    await()
        .untilAsserted(() -> {
          aWhilePasses();
          assertThatThrownBy(() -> keys.find("good")).hasMessage("a bug");
        });
  }

  /**
   * Asks for it, and lets the time pass for which an answer is taken for fresh; which begins a
   * moment behind the answer, so that who is to read anew lets it pass until he does.
   */
  private void remember(String id) {
    assertThat(keys.find(id)).containsSame(row);
    aWhilePasses();
  }

  private void aWhilePasses() {
    clock.addAndGet(Duration.ofSeconds(11).toNanos());
  }

  private static Optional<ApiKeyRow> away() {
    throw new CannotCreateTransactionException("The database is away");
  }

  private final class Rows implements ApiKeyRows {

    @Override
    public Optional<ApiKeyRow> findById(String id) {
      return database.get();
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
    public void used(String id, Instant at) {
      throw new UnsupportedOperationException();
    }

    @Override
    public int delete(String id) {
      throw new UnsupportedOperationException();
    }
  }
}
