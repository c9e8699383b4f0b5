package dev.uploadgateway.console;

import dev.uploadgateway.problem.Problem;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import org.apache.tomcat.util.http.fileupload.FileItemIterator;
import org.apache.tomcat.util.http.fileupload.FileItemStream;
import org.apache.tomcat.util.http.fileupload.FileUpload;
import org.apache.tomcat.util.http.fileupload.FileUploadException;
import org.apache.tomcat.util.http.fileupload.InvalidFileNameException;
import org.apache.tomcat.util.http.fileupload.servlet.ServletRequestContext;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;

/**
 * A form with a file, read part by part as it comes: first its fields, then the file. The server
 * would keep the parts in files, and people have no place there.
 *
 * @param fields those before the file, by their names
 * @param file null where the form has none
 */
record FileForm(Map<String, String> fields, @Nullable FileItemStream file) {

  private static final String ATTRIBUTE = FileForm.class.getName();
  private static final int MOST_FIELDS = 10;
  private static final int LONGEST_FIELD = 1_000;

  static boolean isOne(HttpServletRequest request) {
    String type = request.getContentType();
    return type != null
        && type.toLowerCase(Locale.ROOT).startsWith(MediaType.MULTIPART_FORM_DATA_VALUE);
  }

  /**
   * The form of a request. It is begun once, by whoever asks first.
   *
   * @throws Problem 400 if it is none, or its fields are not those of the console
   */
  static FileForm of(HttpServletRequest request) {
    if (request.getAttribute(ATTRIBUTE) instanceof FileForm begun) {
      return begun;
    }
    FileForm form = begin(request);
    request.setAttribute(ATTRIBUTE, form);
    return form;
  }

  /**
   * What the sender calls the file; empty where no file was chosen.
   *
   * @throws Problem 400 if no file can have that name
   */
  String fileName() {
    try {
      String name = file == null ? null : file.getName();
      return name == null ? "" : name;
    } catch (InvalidFileNameException e) {
      throw malformed();
    }
  }

  private static FileForm begin(HttpServletRequest request) {
    Map<String, String> fields = new HashMap<>();
    try {
      FileItemIterator parts = new FileUpload().getItemIterator(new ServletRequestContext(request));
      while (parts.hasNext()) {
        FileItemStream part = parts.next();
        if (!part.isFormField()) {
          return new FileForm(fields, part);
        }
        if (fields.size() == MOST_FIELDS) {
          throw malformed();
        }
        fields.put(part.getFieldName(), text(part));
      }
      return new FileForm(fields, null);
    } catch (FileUploadException e) {
      throw malformed();
    } catch (IOException e) {
      throw new Problem(
          HttpStatus.BAD_REQUEST, "body_cut_off", "The form ended too early. Nothing was stored");
    }
  }

  private static String text(FileItemStream part) throws IOException {
    try (InputStream in = part.openStream()) {
      byte[] bytes = in.readNBytes(LONGEST_FIELD + 1);
      if (bytes.length > LONGEST_FIELD) {
        throw malformed();
      }
      return new String(bytes, StandardCharsets.UTF_8);
    }
  }

  private static Problem malformed() {
    return new Problem(
        HttpStatus.BAD_REQUEST, "malformed_form", "The form cannot be read. Nothing was stored");
  }
}
