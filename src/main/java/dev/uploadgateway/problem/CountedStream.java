package dev.uploadgateway.problem;

import jakarta.servlet.ReadListener;
import jakarta.servlet.ServletInputStream;
import java.io.IOException;
import java.util.function.IntConsumer;

/** A body that tells somebody how many bytes of it were read, each time that some are. */
final class CountedStream extends ServletInputStream {

  private final ServletInputStream in;
  private final IntConsumer counter;

  /**
   * @param counter is told of zero bytes at the end; what it throws ends the reading
   */
  CountedStream(ServletInputStream in, IntConsumer counter) {
    this.in = in;
    this.counter = counter;
  }

  @Override
  public int read() throws IOException {
    int read = in.read();
    counter.accept(read < 0 ? 0 : 1);
    return read;
  }

  @Override
  public int read(byte[] buffer, int offset, int length) throws IOException {
    int read = in.read(buffer, offset, length);
    counter.accept(Math.max(read, 0));
    return read;
  }

  @Override
  public boolean isFinished() {
    return in.isFinished();
  }

  @Override
  public boolean isReady() {
    return in.isReady();
  }

  @Override
  public void setReadListener(ReadListener listener) {
    in.setReadListener(listener);
  }

  @Override
  public void close() throws IOException {
    in.close();
  }
}
