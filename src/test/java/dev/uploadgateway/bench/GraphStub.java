package dev.uploadgateway.bench;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Takes the place of Meta and answers at once that all events were received: it counts them, and
 * looks at nothing else.
 */
final class GraphStub implements AutoCloseable {

  /** A body this long is a full call: looking for its events would take the processor away. */
  private static final int FULL = 300_000;

  private static final Duration PATIENCE = Duration.ofMinutes(5);

  private static final byte[] EVENT = "\"event_name\":".getBytes(StandardCharsets.US_ASCII);

  private final ServerSocket server;
  private final AtomicLong events = new AtomicLong();
  private final AtomicLong calls = new AtomicLong();
  private volatile long lastAt;

  GraphStub() {
    try {
      server = new ServerSocket(0, 200, InetAddress.getLoopbackAddress());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    Thread.ofVirtual().start(this::accept);
  }

  int port() {
    return server.getLocalPort();
  }

  long events() {
    return events.get();
  }

  long calls() {
    return calls.get();
  }

  /** Waits until that many calls have come. */
  void awaitCalls(long wanted) throws InterruptedException {
    await(calls, wanted);
  }

  /** Waits until that many events have come. */
  void awaitEvents(long wanted) throws InterruptedException {
    await(events, wanted);
  }

  private synchronized void await(AtomicLong counted, long wanted) throws InterruptedException {
    long latest = System.nanoTime() + PATIENCE.toNanos();
    while (counted.get() < wanted) {
      long left = (latest - System.nanoTime()) / 1_000_000;
      if (left <= 0) {
        throw new AssertionError("Of %d only %d came".formatted(wanted, counted.get()));
      }
      wait(left);
    }
  }

  /** {@link System#nanoTime} when the latest call had arrived. */
  long lastAt() {
    return lastAt;
  }

  private void accept() {
    while (!server.isClosed()) {
      try {
        Socket socket = server.accept();
        socket.setTcpNoDelay(true);
        Thread.ofVirtual().start(() -> serve(socket));
      } catch (IOException e) {
        if (!server.isClosed()) {
          throw new UncheckedIOException(e);
        }
      }
    }
  }

  private void serve(Socket socket) {
    try (socket) {
      InputStream in = new BufferedInputStream(socket.getInputStream(), 256 * 1024);
      OutputStream out = socket.getOutputStream();
      for (int length = head(in); length >= 0; length = head(in)) {
        long received = body(in, length);
        lastAt = System.nanoTime();
        events.addAndGet(received);
        calls.incrementAndGet();
        synchronized (this) {
          notifyAll();
        }
        String answer =
            "{\"events_received\":"
                + received
                + ",\"messages\":[],\"fbtrace_id\":\"AbenchAbench\"}";
        out.write(
            ("HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: "
                    + answer.length()
                    + "\r\n\r\n"
                    + answer)
                .getBytes(StandardCharsets.US_ASCII));
        out.flush();
      }
    } catch (IOException e) {
      // the client went away
      return;
    }
  }

  /** The length of the body behind the head, -1 at the end. */
  private static int head(InputStream in) throws IOException {
    int length = 0;
    StringBuilder line = new StringBuilder();
    for (int c = in.read(); c >= 0; c = in.read()) {
      if (c == '\n') {
        if (line.isEmpty()) {
          return length;
        }
        String header = line.toString().toLowerCase(Locale.ROOT);
        if (header.startsWith("content-length:")) {
          length = Integer.parseInt(header.substring(15).strip());
        }
        line.setLength(0);
      } else if (c != '\r') {
        line.append((char) c);
      }
    }
    return -1;
  }

  private static long body(InputStream in, int length) throws IOException {
    if (length > FULL) {
      in.skipNBytes(length);
      return 1_000;
    }
    byte[] body = in.readNBytes(length);
    long found = 0;
    for (int i = 0; i <= body.length - EVENT.length; i++) {
      if (body[i] == EVENT[0]
          && java.util.Arrays.equals(body, i, i + EVENT.length, EVENT, 0, EVENT.length)) {
        found++;
      }
    }
    return found;
  }

  @Override
  public void close() {
    try {
      server.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
