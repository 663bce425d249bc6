package dev.homeroom.server.file;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.regex.Pattern;

/** Reads files that hold one secret on one line, such as a password or a token. */
public final class SecretFile {
  private static final Pattern TEXT = Pattern.compile("\\P{Cntrl}+");
  private static final Pattern TOKEN = Pattern.compile("[\\x21-\\x7e]+");

  private SecretFile() {}

  /**
   * Reads a password, or another secret that may hold any characters of one line. White space
   * around it does not count.
   *
   * @param name for people who read the log
   * @throws UnusableFileException where the file cannot be read or holds no such line
   */
  public static WatchedFile<String> text(String name, Path file, Clock clock) {
    return read(name, file, TEXT, "it must hold one line of UTF-8 text", clock);
  }

  /**
   * Reads a bearer token (RFC 6750), which is visible ASCII. White space around it does not count.
   *
   * @param name for people who read the log
   * @throws UnusableFileException where the file cannot be read or holds no such line
   */
  public static WatchedFile<String> token(String name, Path file, Clock clock) {
    return read(name, file, TOKEN, "it must hold one token of visible ASCII", clock);
  }

  private static WatchedFile<String> read(
      String name, Path file, Pattern form, String sentence, Clock clock) {
    return WatchedFile.read(
        name,
        List.of(file),
        (contents, _) -> {
          var secret = decoded(contents.getFirst(), sentence).strip();
          if (!form.matcher(secret).matches()) {
            throw new UnusableFileException(sentence);
          }
          return secret;
        },
        clock);
  }

  private static String decoded(byte[] content, String sentence) {
    try {
      return UTF_8.newDecoder().decode(ByteBuffer.wrap(content)).toString();
    } catch (CharacterCodingException binary) {
      throw new UnusableFileException(sentence);
    }
  }
}
