package dev.homeroom.architecture;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The product's own source files: those below {@code src/main/java} of every module. */
final class MainSources {
  private static final Path ROOT = Path.of("..").toAbsolutePath().normalize();
  private static final Path JAVA = Path.of("src", "main", "java");
  private static final Pattern TEXTS =
      Pattern.compile(
          """
          (?sx)
          (?<comment> /\\*.*?\\*/ | //[^\\n]* )
          | (?<literal> \"""(?!").*?(?<!\\\\)\""" | "[^"\\\\\\n]*(?:\\\\.[^"\\\\\\n]*)*" )
          | '[^'\\\\]*(?:\\\\.[^'\\\\]*)*'
          """);

  static final List<SourceFile> ALL = read();

  private MainSources() {}

  private static List<SourceFile> read() {
    try (var folders = Files.walk(ROOT, 2)) {
      var files = new ArrayList<SourceFile>();
      for (var module :
          folders.filter(folder -> Files.isDirectory(folder.resolve(JAVA))).toList()) {
        files.addAll(filesOf(module));
      }
      return List.copyOf(files);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static List<SourceFile> filesOf(Path module) throws IOException {
    var sources = module.resolve(JAVA);
    try (var paths = Files.walk(sources)) {
      return paths
          .filter(path -> path.toString().endsWith(".java"))
          .map(path ->
              new SourceFile(
                  ROOT.relativize(module).toString(),
                  sources.relativize(path.getParent()).toString().replace('/', '.'),
                  path.getFileName().toString(),
                  text(path)))
          .toList();
    }
  }

  private static String text(Path path) {
    try {
      return Files.readString(path);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * One source file.
   *
   * @param module the folder of the module, for example {@code operator/control-plane}
   * @param packageName the name of the package
   * @param name the name of the file
   */
  record SourceFile(String module, String packageName, String name, String text) {
    /** Returns the comments, Javadoc among them, each on one line and without its marks. */
    List<Excerpt> comments() {
      return excerpts("comment").toList();
    }

    /** Returns the Javadoc comments, each on one line and without its marks. */
    List<Excerpt> javadocs() {
      return excerpts("comment").filter(Excerpt::isJavadoc).toList();
    }

    /** Returns the string literals of more than one word: texts and statements, not keys. */
    List<Excerpt> texts() {
      return excerpts("literal").filter(literal -> literal.words().contains(" ")).toList();
    }

    /** Returns the code, without comments and literals. */
    Excerpt code() {
      return new Excerpt(path(), 1, TEXTS.matcher(text).replaceAll(" "));
    }

    private String path() {
      return packageName + "." + name;
    }

    private Stream<Excerpt> excerpts(String kind) {
      return TEXTS
          .matcher(text)
          .results()
          .filter(found -> found.group(kind) != null)
          .map(found -> new Excerpt(path(), lineAt(found.start()), found.group(kind)));
    }

    private long lineAt(int position) {
      return 1 + text.substring(0, position).chars().filter(each -> each == '\n').count();
    }
  }

  /** A comment or a literal of a file, as it is written. */
  record Excerpt(String file, long line, String written) {
    private static final Pattern MARKS =
        Pattern.compile("^/\\*\\*?|\\s*\\*/$|^//|(?m:^\\s*\\*)|(?m:^\\s*//)");

    boolean isJavadoc() {
      return written.startsWith("/**");
    }

    /** Returns the words without the marks of a comment. */
    String words() {
      return MARKS.matcher(written).replaceAll(" ").strip().replaceAll("\\s+", " ");
    }

    Stream<String> matches(Pattern pattern) {
      var words = words();
      return pattern
          .matcher(words)
          .results()
          .map(found ->
              "%s:%d: \"%s\" in: %s"
                  .formatted(file, line, found.group(), around(words, found.start(), found.end())));
    }

    private static String around(String words, int start, int end) {
      return words.substring(Math.max(0, start - 60), Math.min(words.length(), end + 60));
    }
  }
}
