package dev.uploadgateway.facade;

import dev.uploadgateway.problem.BodyRoom;
import dev.uploadgateway.problem.Problem;
import jakarta.servlet.http.HttpServletRequest;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Component;

/**
 * Reads bodies whole. Clients of Meta's put their key into the body, so a body may have to be read
 * of somebody who turns out to be nobody: all such bodies together take a part of the {@link
 * BodyRoom} at most, and each has a minute to arrive. Who shows a key in the head is not held up by
 * them.
 */
@Component
class BodyReader {

  /** 2,000 events of 8 KB. */
  static final int LARGEST = 16 * 1024 * 1024;

  private static final int PIECE = 16 * 1024;

  private static final Duration PATIENCE = Duration.ofMinutes(1);

  /**
   * @param known whether whose it is, is known and permitted
   * @throws Problem 413, 415, 400 {@code body_cut_off}, 408, or 503 where too many are being read
   */
  byte[] read(HttpServletRequest request, boolean known) {
    String encoding = request.getHeader(HttpHeaders.CONTENT_ENCODING);
    if (encoding != null && !encoding.equalsIgnoreCase("identity")) {
      throw new Problem(
          HttpStatus.UNSUPPORTED_MEDIA_TYPE,
          "unsupported_content_encoding",
          "Send the body without a Content-Encoding");
    }
    if (request.getContentLengthLong() > LARGEST) {
      throw tooLarge();
    }
    if (!known) {
      BodyRoom.markStranger(request);
    }
    try (InputStream in = request.getInputStream()) {
      long latest = System.nanoTime() + PATIENCE.toNanos();
      ByteArrayOutputStream body = new ByteArrayOutputStream();
      byte[] piece = new byte[PIECE];
      while (true) {
        int read = in.read(piece);
        if (read < 0) {
          return body.toByteArray();
        }
        body.write(piece, 0, read);
        if (body.size() > LARGEST) {
          throw tooLarge();
        }
        if (!known && System.nanoTime() > latest) {
          throw new Problem(
              HttpStatus.REQUEST_TIMEOUT, "body_too_slow", "The body took more than a minute");
        }
      }
    } catch (IOException e) {
      throw new Problem(
          HttpStatus.BAD_REQUEST, "body_cut_off", "The body ended too early. Nothing was stored");
    }
  }

  private static Problem tooLarge() {
    return new Problem(
        HttpStatus.CONTENT_TOO_LARGE,
        "body_too_large",
        "The body is larger than %d bytes. Nothing was stored".formatted(LARGEST));
  }
}
