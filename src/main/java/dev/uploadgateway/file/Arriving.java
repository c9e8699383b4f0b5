package dev.uploadgateway.file;

import dev.uploadgateway.problem.BodyRoom;
import dev.uploadgateway.problem.Problem;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.io.InputStream;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import org.apache.tomcat.util.http.fileupload.FileItemIterator;
import org.apache.tomcat.util.http.fileupload.FileItemStream;
import org.apache.tomcat.util.http.fileupload.FileUpload;
import org.apache.tomcat.util.http.fileupload.FileUploadException;
import org.apache.tomcat.util.http.fileupload.InvalidFileNameException;
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
record Arriving(InputStream content, @Nullable String partName) {

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
    BodyRoom.markStored(request);
    String type = request.getContentType();
    if (type == null
        || !type.toLowerCase(Locale.ROOT).startsWith(MediaType.MULTIPART_FORM_DATA_VALUE)) {
      if (request.getContentLengthLong() > limit.toBytes()) {
        throw Counted.tooLarge(limit.toBytes());
      }
      return new Arriving(request.getInputStream(), null);
    }
    try {
      FileItemIterator parts = new FileUpload().getItemIterator(new ServletRequestContext(request));
      while (parts.hasNext()) {
        FileItemStream part = parts.next();
        if (!part.isFormField()) {
          return new Arriving(part.openStream(), part.getName());
        }
      }
    } catch (FileUploadException | InvalidFileNameException e) {
      throw new Problem(
          HttpStatus.BAD_REQUEST, "malformed_form", "The multipart body cannot be read");
    } catch (IOException e) {
      throw new Problem(
          HttpStatus.BAD_REQUEST, "body_cut_off", "The form ended too early. Nothing was stored");
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
}
