package dev.uploadgateway.meta;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/** A server on this machine that does to a connection whatever the test wants. */
final class SocketServer implements AutoCloseable {

  interface Behaviour {
    void on(Connection connection) throws IOException;
  }

  private final ServerSocket socket;
  private final List<String> heads = new CopyOnWriteArrayList<>();
  private final List<Socket> accepted = new CopyOnWriteArrayList<>();
  private final CountDownLatch closed = new CountDownLatch(1);
  private final Semaphore closedByClient = new Semaphore(0);

  SocketServer() {
    try {
      socket = new ServerSocket(0, 200, InetAddress.getLoopbackAddress());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** One connection, and what was read from it as the head of a request. */
  record Connection(Socket socket, List<String> heads) {

    InputStream getInputStream() throws IOException {
      return socket.getInputStream();
    }

    java.io.OutputStream getOutputStream() throws IOException {
      return socket.getOutputStream();
    }

    /** The next request up to its empty line; empty where the client is gone. */
    String head() throws IOException {
      StringBuilder head = new StringBuilder();
      while (head.indexOf("\r\n\r\n") < 0) {
        int next = getInputStream().read();
        if (next < 0) {
          return "";
        }
        head.append((char) next);
      }
      heads.add(head.toString());
      return head.toString();
    }
  }

  int port() {
    return socket.getLocalPort();
  }

  String url() {
    return "http://127.0.0.1:" + port();
  }

  List<String> heads() {
    return new ArrayList<>(heads);
  }

  int accepted() {
    return accepted.size();
  }

  void serve(Behaviour behaviour) {
    Thread.ofVirtual().start(() -> acceptAll(behaviour));
  }

  private void acceptAll(Behaviour behaviour) {
    while (true) {
      Socket connection;
      try {
        connection = socket.accept();
      } catch (IOException e) {
        return; // the test is over
      }
      accepted.add(connection);
      Thread.ofVirtual().start(() -> serve(connection, behaviour));
    }
  }

  private void serve(Socket connection, Behaviour behaviour) {
    try (connection) {
      behaviour.on(new Connection(connection, heads));
    } catch (IOException e) {
      return; // the client went away, as it may
    } finally {
      closedByClient.release();
    }
  }

  /** Answers requests without a body, as many as come over the connection. */
  static void answerEach(Connection connection) throws IOException {
    while (!connection.head().isEmpty()) {
      connection
          .getOutputStream()
          .write("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n{}".getBytes(StandardCharsets.UTF_8));
    }
  }

  /** What a proxy does that is asked to CONNECT. */
  static void connectAndRelay(Connection connection) throws IOException {
    String target = connection.head().split(" ")[1];
    int colon = target.lastIndexOf(':');
    try (Socket onwards =
        new Socket(
            InetAddress.getLoopbackAddress(), Integer.parseInt(target.substring(colon + 1)))) {
      connection
          .getOutputStream()
          .write("HTTP/1.1 200 Connected\r\n\r\n".getBytes(StandardCharsets.UTF_8));
      Thread.ofVirtual()
          .start(() -> {
            try {
              connection.getInputStream().transferTo(onwards.getOutputStream());
            } catch (IOException e) {
              return; // one side went away, and the relay ends
            }
          });
      onwards.getInputStream().transferTo(connection.getOutputStream());
    }
  }

  void awaitClose() {
    assertThat(awaitClose(Duration.ofMinutes(1))).isTrue();
  }

  boolean awaitClose(Duration patience) {
    return await(() -> closed.await(patience.toMillis(), TimeUnit.MILLISECONDS));
  }

  /** Until one more connection has ended. */
  void awaitClosedByClient(Duration patience) {
    assertThat(await(() -> closedByClient.tryAcquire(patience.toMillis(), TimeUnit.MILLISECONDS)))
        .isTrue();
  }

  private interface Waiting {
    boolean happens() throws InterruptedException;
  }

  private static boolean await(Waiting waiting) {
    try {
      return waiting.happens();
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  @Override
  public void close() {
    closed.countDown();
    try {
      socket.close();
      for (Socket connection : accepted) {
        connection.close();
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
