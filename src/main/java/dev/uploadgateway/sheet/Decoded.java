package dev.uploadgateway.sheet;

import static java.nio.charset.StandardCharsets.UTF_16BE;
import static java.nio.charset.StandardCharsets.UTF_16LE;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InputStream;
import java.io.Reader;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.Charset;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.nio.charset.CodingErrorAction;
import org.jspecify.annotations.Nullable;

/**
 * The characters of a file whose encoding is marked by its first bytes, or stated, or found out.
 * Without either, UTF-16 is known by the zeros of its letters; UTF-8 and Windows-1252 are the same
 * until the first byte above 127, so only that one decides, however late it comes.
 */
final class Decoded extends Reader {

  /** Of what follows the deciding byte so much has to be well-formed to be taken for UTF-8. */
  private static final int LOOKED_AT = 64 * 1024;

  private final InputStream in;
  private final ByteBuffer bytes = ByteBuffer.allocate(LOOKED_AT).flip();
  private final Position position = new Position();
  private boolean ended;
  private @Nullable Charset charset;
  private @Nullable CharsetDecoder decoder;

  /**
   * @param stated null where it is to be found out; a mark of another encoding counts more
   */
  Decoded(InputStream in, @Nullable Charset stated) throws IOException {
    this.in = in;
    fill();
    Charset marked = mark();
    if (marked != null) {
      decodeAs(marked);
    } else if (stated != null) {
      decodeAs(stated);
    } else {
      Charset wide = wide();
      if (wide != null) {
        decodeAs(wide);
      }
    }
  }

  /** The encoding; UTF-8 while everything read is ASCII. */
  Charset charset() {
    return charset == null ? UTF_8 : charset;
  }

  @Override
  public int read(char[] buffer, int offset, int length) throws IOException {
    CharBuffer out = CharBuffer.wrap(buffer, offset, length);
    int begin = out.position();
    while (out.position() == begin) {
      if (!bytes.hasRemaining() && !fill()) {
        return -1;
      }
      if (decoder == null && !copyAscii(out)) {
        decodeAs(isUtf8() ? UTF_8 : Format.WINDOWS_1252);
      }
      if (decoder != null && out.position() == begin) {
        decode(decoder, out, begin);
      }
    }
    position.pass(buffer, offset, out.position() - begin);
    return out.position() - begin;
  }

  @Override
  public void close() throws IOException {
    in.close();
  }

  private void decode(CharsetDecoder decoder, CharBuffer out, int begin) throws IOException {
    CoderResult result = decoder.decode(bytes, out, ended);
    boolean nothing = out.position() == begin;
    if (result.isError() && nothing) {
      throw Unreadable.notText(charset().name(), position.line, position.column);
    }
    if (result.isUnderflow() && nothing && bytes.hasRemaining() && !fill() && !ended) {
      throw new IllegalStateException("An input neither gave bytes nor ended");
    }
  }

  /** False where the next byte is not ASCII. */
  private boolean copyAscii(CharBuffer out) {
    while (bytes.hasRemaining() && out.hasRemaining()) {
      byte next = bytes.get(bytes.position());
      if (next < 0) {
        return false;
      }
      out.put((char) next);
      bytes.get();
    }
    return true;
  }

  private boolean isUtf8() throws IOException {
    fill();
    CharsetDecoder trial = strict(UTF_8);
    CharBuffer thrownAway = CharBuffer.allocate(bytes.remaining());
    return !trial.decode(bytes.duplicate(), thrownAway, ended).isError();
  }

  private void decodeAs(Charset chosen) {
    charset = chosen;
    decoder = strict(chosen);
  }

  private static CharsetDecoder strict(Charset charset) {
    return charset
        .newDecoder()
        .onMalformedInput(CodingErrorAction.REPORT)
        .onUnmappableCharacter(CodingErrorAction.REPORT);
  }

  /** Reads until the buffer is full or the input ends; false where nothing was left to read. */
  private boolean fill() throws IOException {
    int before = bytes.remaining();
    bytes.compact();
    while (!ended && bytes.hasRemaining()) {
      int read = in.read(bytes.array(), bytes.position(), bytes.remaining());
      if (read < 0) {
        ended = true;
      } else {
        bytes.position(bytes.position() + read);
      }
    }
    bytes.flip();
    return bytes.remaining() > before;
  }

  private @Nullable Charset mark() {
    if (startsWith(0xEF, 0xBB, 0xBF)) {
      bytes.position(3);
      return UTF_8;
    }
    if (startsWith(0xFF, 0xFE)) {
      bytes.position(2);
      return UTF_16LE;
    }
    if (startsWith(0xFE, 0xFF)) {
      bytes.position(2);
      return UTF_16BE;
    }
    return null;
  }

  private boolean startsWith(int... mark) {
    for (int i = 0; i < mark.length; i++) {
      if (bytes.remaining() <= i || (bytes.get(i) & 0xFF) != mark[i]) {
        return false;
      }
    }
    return true;
  }

  /** Half of the bytes of European text in UTF-16 are zeros, and always the same half. */
  private @Nullable Charset wide() {
    int looked = Math.min(bytes.remaining(), 4096) & ~1;
    int first = 0;
    int second = 0;
    for (int i = 0; i < looked; i += 2) {
      first += bytes.get(i) == 0 ? 1 : 0;
      second += bytes.get(i + 1) == 0 ? 1 : 0;
    }
    int most = looked / 4;
    if (looked > 0 && second > most && first == 0) {
      return UTF_16LE;
    }
    return looked > 0 && first > most && second == 0 ? UTF_16BE : null;
  }

  /** Where the next character stands. */
  private static final class Position {

    private long line = 1;
    private long column = 1;
    private boolean afterCr;

    void pass(char[] buffer, int offset, int length) {
      for (int i = offset; i < offset + length; i++) {
        char c = buffer[i];
        if (c == '\r' || (c == '\n' && !afterCr)) {
          line++;
          column = 1;
        } else if (c != '\n') {
          column++;
        }
        afterCr = c == '\r';
      }
    }
  }
}
