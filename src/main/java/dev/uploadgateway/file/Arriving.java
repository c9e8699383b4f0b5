package dev.uploadgateway.file;

import dev.uploadgateway.problem.Problem;
import jakarta.servlet.http.HttpServletRequest;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import org.apache.tomcat.util.http.fileupload.FileItemIterator;
import org.apache.tomcat.util.http.fileupload.FileItemStream;
import org.apache.tomcat.util.http.fileupload.FileUpload;
import org.apache.tomcat.util.http.fileupload.FileUploadException;
import org.apache.tomcat.util.http.fileupload.servlet.ServletRequestContext;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.util.unit.DataSize;

/**
 * A file on its way in: the body of a request, or the first part of a form that is a file. Parts
 * are read as they come, as the server would keep them in files, and people have no place there; so
 * the parameters are those of the query.
 *
 * @param partName what the form calls the file; null where it is the body
 */
record Arriving(Counted content, @Nullable String partName) {

  /** Counts the file's bytes, and fails beyond the limit. */
  static final class Counted extends FilterInputStream {

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
  }

  /**
   * @throws Problem 413 {@code file_too_large}, 415, or 400 where it is a form without a file
   */
  static Arriving of(HttpServletRequest request, DataSize limit) throws IOException {
    String encoding = request.getHeader(HttpHeaders.CONTENT_ENCODING);
    if (encoding != null && !encoding.equalsIgnoreCase("identity")) {
      throw new Problem(
          HttpStatus.UNSUPPORTED_MEDIA_TYPE,
          "unsupported_content_encoding",
          "Send the file without a Content-Encoding");
    }
    String type = request.getContentType();
    if (type == null
        || !type.toLowerCase(Locale.ROOT).startsWith(MediaType.MULTIPART_FORM_DATA_VALUE)) {
      if (request.getContentLengthLong() > limit.toBytes()) {
        throw tooLarge(limit.toBytes());
      }
      return new Arriving(new Counted(request.getInputStream(), limit.toBytes()), null);
    }
    try {
      FileItemIterator parts = new FileUpload().getItemIterator(new ServletRequestContext(request));
      while (parts.hasNext()) {
        FileItemStream part = parts.next();
        if (!part.isFormField()) {
          return new Arriving(new Counted(part.openStream(), limit.toBytes()), part.getName());
        }
      }
    } catch (FileUploadException e) {
      throw new Problem(
          HttpStatus.BAD_REQUEST, "malformed_form", "The multipart body cannot be read");
    }
    throw new Problem(
        HttpStatus.BAD_REQUEST, "file_missing", "The form holds no part that is a file");
  }

  /** A parameter of the query; null where it is missing or blank. */
  static @Nullable String parameter(HttpServletRequest request, String name) {
    String query = request.getQueryString();
    if (query != null) {
      for (String pair : query.split("&")) {
        if (pair.startsWith(name + "=")) {
          String text = decoded(pair.substring(name.length() + 1), name).strip();
          return text.isEmpty() ? null : text;
        }
      }
    }
    return null;
  }

  private static String decoded(String text, String name) {
    try {
      return URLDecoder.decode(text, StandardCharsets.UTF_8);
    } catch (IllegalArgumentException e) {
      throw new Problem(
              HttpStatus.BAD_REQUEST,
              "invalid_parameter",
              "The parameter " + name + " has the wrong form")
          .with("parameter", name);
    }
  }

  private static Problem tooLarge(long limit) {
    return new Problem(
        HttpStatus.CONTENT_TOO_LARGE,
        "file_too_large",
        "The file is larger than %d bytes. Nothing was stored".formatted(limit));
  }
}
