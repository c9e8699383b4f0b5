package dev.uploadgateway;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * The way to a server of this machine, which can be cut as the end of the server's machine cuts it:
 * nothing is closed, nothing is refused, and no answer comes.
 */
final class Wire implements AutoCloseable {

  private final ServerSocket listener;
  private final int target;
  private final Queue<Socket> sockets = new ConcurrentLinkedQueue<>();
  private final AtomicInteger cuts = new AtomicInteger();
  private volatile boolean cut;

  Wire(int target) {
    this.target = target;
    try {
      this.listener = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    Thread.ofVirtual().start(this::accept);
  }

  int port() {
    return listener.getLocalPort();
  }

  /** From now on nothing passes, on connections that are there and on new ones. */
  void cut() {
    cuts.incrementAndGet();
    cut = true;
  }

  /** New connections pass again; those of before stay lost. */
  void mend() {
    cut = false;
  }

  private void accept() {
    try {
      while (true) {
        Socket client = listener.accept();
        sockets.add(client);
        if (!cut) {
          Socket server = new Socket(InetAddress.getLoopbackAddress(), target);
          sockets.add(server);
          int before = cuts.get();
          Thread.ofVirtual().start(() -> carry(client, server, before));
          Thread.ofVirtual().start(() -> carry(server, client, before));
        }
      }
    } catch (IOException e) {
      close(); // by the test, or as the target is gone
    }
  }

  /** Bytes of a connection that was cut are read and go nowhere. */
  private void carry(Socket from, Socket to, int before) {
    try (from) {
      byte[] bytes = new byte[8192];
      for (int read = 0; read >= 0; read = from.getInputStream().read(bytes)) {
        if (cuts.get() == before) {
          to.getOutputStream().write(bytes, 0, read);
        }
      }
      if (cuts.get() == before) {
        to.close();
      }
    } catch (IOException e) {
      // one end is closed, and with it the other
    }
  }

  @Override
  public void close() {
    for (AutoCloseable socket : sockets) {
      closeNow(socket);
    }
    closeNow(listener);
  }

  private static void closeNow(AutoCloseable socket) {
    try {
      socket.close();
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }
}
