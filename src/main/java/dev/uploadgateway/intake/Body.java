package dev.uploadgateway.intake;

import dev.uploadgateway.problem.Problem;
import dev.uploadgateway.sheet.Unreadable;
import jakarta.servlet.http.HttpServletRequest;
import java.io.CharConversionException;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.util.unit.DataSize;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.TokenStreamLocation;
import tools.jackson.core.exc.JacksonIOException;
import tools.jackson.core.exc.StreamConstraintsException;

/**
 * The body of a request, as JSON tokens or as a sheet. Whatever is wrong with it ends in a problem
 * that names the place.
 */
final class Body {

  /**
   * How many bytes of one event are read at most. Events far smaller than that are refused one by
   * one; beyond it the whole body is, as an event takes its size in memory.
   */
  static final int READ_AT_MOST = 1024 * 1024;

  private Body() {}

  /** Reads a body of at most that size as JSON. */
  static <T> T read(HttpServletRequest request, DataSize limit, Function<JsonParser, T> reader) {
    requireReadable(request, limit);
    try (InputStream limited =
            new Limited(request.getInputStream(), limit.toBytes(), READ_AT_MOST);
        JsonParser parser = IntakeJson.MAPPER.createParser(limited)) {
      return reader.apply(parser);
    } catch (JacksonIOException e) {
      throw e.getCause() instanceof CharConversionException
          ? malformed("The body is in no encoding of Unicode", e)
          : failed(e.getCause(), limit);
    } catch (IOException e) {
      throw cutOff();
    } catch (StreamConstraintsException e) {
      throw malformed("The body holds a string, number or nesting beyond all measure", e);
    } catch (JacksonException e) {
      throw malformed("The body is not well-formed JSON", e);
    }
  }

  /** Reads a body of at most that size as a sheet. */
  static <T> T readSheet(
      HttpServletRequest request, DataSize limit, Function<InputStream, T> reader) {
    requireReadable(request, limit);
    try (InputStream limited =
        new Limited(request.getInputStream(), limit.toBytes(), Long.MAX_VALUE)) {
      return reader.apply(limited);
    } catch (UncheckedIOException e) {
      throw failed(e.getCause(), limit);
    } catch (IOException e) {
      throw cutOff();
    } catch (Unreadable e) {
      throw SheetProblems.unreadable(e);
    }
  }

  private static void requireReadable(HttpServletRequest request, DataSize limit) {
    String encoding = request.getHeader(HttpHeaders.CONTENT_ENCODING);
    if (encoding != null && !encoding.equalsIgnoreCase("identity")) {
      throw new Problem(
          HttpStatus.UNSUPPORTED_MEDIA_TYPE,
          "unsupported_content_encoding",
          "Send the body without a Content-Encoding");
    }
    if (request.getContentLengthLong() > limit.toBytes()) {
      throw tooLarge(limit);
    }
  }

  private static Problem failed(@Nullable Throwable cause, DataSize limit) {
    return switch (cause) {
      case TooLarge _ -> tooLarge(limit);
      case EventTooLarge _ -> eventTooLarge();
      case null, default -> cutOff();
    };
  }

  /** Jackson's own message is left out: it may quote what was sent. */
  private static Problem malformed(String what, JacksonException e) {
    TokenStreamLocation place = e.getLocation();
    if (place == null || place.getLineNr() < 1) {
      return new Problem(HttpStatus.BAD_REQUEST, "malformed_json", what);
    }
    return new Problem(
            HttpStatus.BAD_REQUEST,
            "malformed_json",
            "%s: line %d, column %d. Nothing was stored"
                .formatted(what, place.getLineNr(), place.getColumnNr()))
        .with("line", place.getLineNr())
        .with("column", place.getColumnNr());
  }

  private static Problem cutOff() {
    return new Problem(
        HttpStatus.BAD_REQUEST, "body_cut_off", "The body ended too early. Nothing was stored");
  }

  private static Problem tooLarge(DataSize limit) {
    return new Problem(
        HttpStatus.CONTENT_TOO_LARGE,
        "body_too_large",
        "The body is larger than %d bytes. Nothing was stored".formatted(limit.toBytes()));
  }

  private static Problem eventTooLarge() {
    return new Problem(
        HttpStatus.CONTENT_TOO_LARGE,
        "event_too_large",
        "The body holds an event beyond all measure. Nothing was stored");
  }

  /** Says that an event begins, which may be {@link #READ_AT_MOST} bytes long. */
  static void beginEvent(JsonParser parser) {
    if (parser.streamReadInputSource() instanceof Limited limited) {
      limited.leftInEvent = READ_AT_MOST;
    }
  }

  private static final class TooLarge extends IOException {
    private static final long serialVersionUID = 1;
  }

  private static final class EventTooLarge extends IOException {
    private static final long serialVersionUID = 1;
  }

  /** Fails beyond the limit of the body or, give or take a buffer, of an event. */
  private static final class Limited extends FilterInputStream {

    private long left;
    private long leftInEvent;

    Limited(InputStream in, long limit, long limitOfEvent) {
      super(in);
      this.left = limit;
      this.leftInEvent = limitOfEvent;
    }

    @Override
    public int read() throws IOException {
      int read = super.read();
      count(read < 0 ? 0 : 1);
      return read;
    }

    @Override
    public int read(byte[] buffer, int offset, int length) throws IOException {
      int read = super.read(buffer, offset, length);
      count(Math.max(read, 0));
      return read;
    }

    private void count(int read) throws IOException {
      left -= read;
      leftInEvent -= read;
      if (left < 0) {
        throw new TooLarge();
      }
      if (leftInEvent < 0) {
        throw new EventTooLarge();
      }
    }
  }
}
