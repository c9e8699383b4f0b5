package dev.uploadgateway.file;

import dev.uploadgateway.problem.Problem;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import org.springframework.http.HttpStatus;

/** Counts a file's bytes, and fails beyond the limit. */
final class Counted extends FilterInputStream {

  private final long limit;
  private long read;

  Counted(InputStream in, long limit) {
    super(in);
    this.limit = limit;
  }

  long bytes() {
    return read;
  }

  @Override
  public int read() throws IOException {
    int one = super.read();
    count(one < 0 ? 0 : 1);
    return one;
  }

  @Override
  public int read(byte[] buffer, int offset, int length) throws IOException {
    int some = super.read(buffer, offset, length);
    count(Math.max(some, 0));
    return some;
  }

  private void count(int more) {
    read += more;
    if (read > limit) {
      throw tooLarge(limit);
    }
  }

  static Problem tooLarge(long limit) {
    return new Problem(
        HttpStatus.CONTENT_TOO_LARGE,
        "file_too_large",
        "The file is larger than %d bytes. Nothing was stored".formatted(limit));
  }
}
