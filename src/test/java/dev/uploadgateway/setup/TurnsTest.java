package dev.uploadgateway.setup;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(20)
class TurnsTest {

  private static final Duration SHORT = Duration.ofMillis(20);

  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private final CountDownLatch hanging = new CountDownLatch(1);

  @AfterEach
  void release() {
    hanging.countDown();
    threads.close();
  }

  @Test
  void whoIsAtAnotherAdDoesNotWait() throws Exception {
    Turns turns = new Turns(10, Duration.ofSeconds(15));
    hang(turns, "9");

    assertThat(turns.take("81", () -> "done")).contains("done");
  }

  @Test
  void whoIsAtTheSameAdWaitsOnlySoLong() throws Exception {
    Turns turns = new Turns(10, SHORT);
    hang(turns, "9");

    assertThat(turns.take("9", () -> "done")).isEmpty();
  }

  @Test
  void theTurnComesWhenTheOtherIsThrough() throws Exception {
    Turns turns = new Turns(10, Duration.ofSeconds(15));
    hang(turns, "9");
    Future<Optional<String>> second = threads.submit(() -> turns.take("9", () -> "done"));

    hanging.countDown();

    assertThat(second.get()).contains("done");
    assertThat(turns.ads()).as("no lock outlives its use").isEmpty();
  }

  @Test
  void noMoreThanSoManyAreAtWork() throws Exception {
    Turns turns = new Turns(2, SHORT);
    hang(turns, "1");
    hang(turns, "2");

    assertThat(turns.take("3", () -> "done")).isEmpty();
    assertThat(turns.ads()).containsExactlyInAnyOrder("1", "2");
  }

  private void hang(Turns turns, String ad) throws InterruptedException {
    CountDownLatch begun = new CountDownLatch(1);
    threads.submit(() ->
        turns.take(
            ad,
            () -> {
              begun.countDown();
              awaitRelease();
              return "done";
            }));
    begun.await();
  }

  private void awaitRelease() {
    try {
      hanging.await();
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }
}
