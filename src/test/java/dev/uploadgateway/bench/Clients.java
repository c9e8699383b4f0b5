package dev.uploadgateway.bench;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;

/** So many clients that send requests as fast as they are answered. */
final class Clients {

  private Clients() {}

  /**
   * Sends each request once.
   *
   * @return requests a second
   */
  static double send(int port, int clients, List<byte[]> requests) {
    List<Wire> wires = new ArrayList<>();
    for (int i = 0; i < clients; i++) {
      wires.add(new Wire(port));
    }
    AtomicInteger next = new AtomicInteger();
    AtomicReference<Throwable> failure = new AtomicReference<>();
    CountDownLatch done = new CountDownLatch(clients);
    long started = System.nanoTime();
    for (Wire wire : wires) {
      Thread.ofVirtual()
          .start(() -> {
            try (wire) {
              for (int i = next.getAndIncrement();
                  i < requests.size();
                  i = next.getAndIncrement()) {
                int status = wire.exchange(requests.get(i));
                if (status != 202) {
                  throw new IllegalStateException("A request was answered with " + status);
                }
              }
            } catch (RuntimeException e) {
              failure.set(e);
            } finally {
              done.countDown();
            }
          });
    }
    try {
      done.await();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
    if (failure.get() != null) {
      throw new IllegalStateException(failure.get());
    }
    return requests.size() * 1e9 / (System.nanoTime() - started);
  }
}
