package dev.uploadgateway.crash;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * The time in which everything fails, and who acts in it. The first failure of an actor fails the
 * test.
 */
final class Storm implements AutoCloseable {

  private final long seed;
  private final Instant deadline;
  private final CountDownLatch over = new CountDownLatch(1);
  private final CountDownLatch closed = new CountDownLatch(1);
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private final List<Future<?>> actors = new ArrayList<>();

  /**
   * @param deadline when the test gives up, whatever it waits for
   */
  Storm(long seed, Instant deadline) {
    this.seed = seed;
    this.deadline = deadline;
  }

  /** An actor's own luck: the same for the same seed, whatever the others do. */
  Random luckOf(String actor) {
    return new Random(31 * seed + actor.hashCode());
  }

  synchronized void act(Callable<?> actor) {
    actors.add(threads.submit(actor));
  }

  boolean rages() {
    return over.getCount() > 0;
  }

  /** Waits; the end of the storm cuts it short. */
  void pause(long millis) throws InterruptedException {
    CountDownLatch end = rages() ? over : closed;
    boolean ignored = end.await(millis, TimeUnit.MILLISECONDS); // which it is the actor will ask
  }

  /** What is left of the time that the test has. */
  Duration timeLeft() {
    Duration left = Duration.between(Instant.now(), deadline);
    if (!left.isPositive()) {
      throw new AssertionError("The time for the test is over");
    }
    return left;
  }

  /** Fails where an actor did. */
  synchronized void check() throws Exception {
    for (Future<?> actor : actors) {
      if (actor.isDone()) {
        result(actor, Duration.ZERO);
      }
    }
  }

  /** Ends the storm and waits until every actor is through with what it was doing. */
  void end() throws Exception {
    over.countDown();
    for (int i = 0; i < count(); i++) { // the last of them may have brought others in
      result(get(i), timeLeft());
    }
  }

  private synchronized int count() {
    return actors.size();
  }

  private synchronized Future<?> get(int i) {
    return actors.get(i);
  }

  private static void result(Future<?> actor, Duration patience) throws Exception {
    try {
      actor.get(patience.toMillis(), TimeUnit.MILLISECONDS);
    } catch (ExecutionException e) {
      throw new AssertionError(e.getCause().getMessage(), e.getCause());
    } catch (TimeoutException e) {
      throw new AssertionError("An actor does not come to an end", e);
    }
  }

  @Override
  public void close() {
    over.countDown();
    closed.countDown();
    threads.shutdownNow();
  }
}
