package dev.uploadgateway.bench;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.function.IntFunction;

/**
 * One connection of a client that costs next to nothing: requests are written as they were made
 * ready, and of an answer only the status is looked at.
 */
final class Wire implements AutoCloseable {

  private final int port;
  private Socket socket;
  private OutputStream out;
  private InputStream in;
  private final byte[] buffer = new byte[64 * 1024];
  private int from;
  private int to;
  private boolean closing;

  Wire(int port) {
    this.port = port;
    try {
      connect();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void connect() throws IOException {
    socket = new Socket(InetAddress.getLoopbackAddress(), port);
    socket.setTcpNoDelay(true);
    socket.setSoTimeout(120_000);
    out = socket.getOutputStream();
    in = socket.getInputStream();
    from = 0;
    to = 0;
  }

  /** The bytes of a request. */
  static byte[] request(String path, String key, String type, byte[] body) {
    String head =
        "POST "
            + path
            + " HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer "
            + key
            + "\r\nContent-Type: "
            + type
            + "\r\nContent-Length: "
            + body.length
            + "\r\n\r\n";
    var bytes = new ByteArrayOutputStream(head.length() + body.length);
    bytes.writeBytes(head.getBytes(StandardCharsets.US_ASCII));
    bytes.writeBytes(body);
    return bytes.toByteArray();
  }

  /** Sends a request and waits for the whole answer, whose status it returns. */
  int exchange(byte[] request) {
    try {
      if (closing) {
        // the server ends a connection after a hundred requests
        socket.close();
        connect();
      }
      out.write(request);
      out.flush();
      return readAnswer();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Sends one request of so many parts, each made when it is its turn. */
  int stream(String path, String key, int parts, IntFunction<byte[]> part) {
    String head =
        "POST "
            + path
            + " HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer "
            + key
            + "\r\nContent-Type: application/x-ndjson\r\nTransfer-Encoding: chunked\r\n\r\n";
    try {
      out.write(head.getBytes(StandardCharsets.US_ASCII));
      for (int i = 0; i < parts; i++) {
        byte[] bytes = part.apply(i);
        out.write((Integer.toHexString(bytes.length) + "\r\n").getBytes(StandardCharsets.US_ASCII));
        out.write(bytes);
        out.write("\r\n".getBytes(StandardCharsets.US_ASCII));
      }
      out.write("0\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
      out.flush();
      return readAnswer();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private int readAnswer() throws IOException {
    int status = Integer.parseInt(line().split(" ")[1]);
    long length = 0;
    boolean chunked = false;
    closing = false;
    for (String header = line(); !header.isEmpty(); header = line()) {
      String lower = header.toLowerCase(java.util.Locale.ROOT);
      if (lower.startsWith("content-length:")) {
        length = Long.parseLong(lower.substring(15).strip());
      }
      closing |= lower.equals("connection: close");
      chunked |= lower.startsWith("transfer-encoding:") && lower.contains("chunked");
    }
    if (!chunked) {
      skip(length);
      return status;
    }
    for (long chunk = chunk(); chunk > 0; chunk = chunk()) {
      skip(chunk);
      line();
    }
    line();
    return status;
  }

  private long chunk() throws IOException {
    return Long.parseLong(line().strip(), 16);
  }

  private String line() throws IOException {
    StringBuilder line = new StringBuilder();
    for (int c = read(); c != '\n'; c = read()) {
      if (c != '\r') {
        line.append((char) c);
      }
    }
    return line.toString();
  }

  private int read() throws IOException {
    if (from == to) {
      fill();
    }
    return buffer[from++];
  }

  private void skip(long length) throws IOException {
    long left = length;
    while (left > 0) {
      if (from == to) {
        fill();
      }
      int step = (int) Math.min(left, to - from);
      from += step;
      left -= step;
    }
  }

  private void fill() throws IOException {
    from = 0;
    to = in.read(buffer);
    if (to < 0) {
      throw new IOException("The connection was closed");
    }
  }

  @Override
  public void close() {
    try {
      socket.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
