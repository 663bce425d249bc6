package dev.homeroom.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import dev.homeroom.architecture.MainSources.Excerpt;
import dev.homeroom.architecture.MainSources.SourceFile;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** The words of comments and texts, as docs/GLOSSARY.md and plain English have them. */
final class WordsTest {
  /** Words that begin a clause without a noun: a first sentence names its subject or its verb. */
  private static final Pattern RELATIVE =
      Pattern.compile(
          "^(What|Whatever|Who|Whoever|Whose|Which|Whichever|Whether|How|Where|When|Why|That|Those"
              + "|So many|So much|Of which)\\b");

  /** Words of older sentences that need a second reading. */
  private static final String CROOKED =
      "told|untold|anew|besides?|lets? go of|moods?|of which|of whom|whoever|whatever|whichever"
          + "|spoilt|fares?|comes? to be";

  /** The glossary's last column, as far as a word of it has no other meaning. */
  private static final String OTHER_WORDS =
      "pupils?|seats?|undeclared|withheld|wish(?:es)?|claimants?|proposals?|fates?";

  private static final Pattern IN_COMMENTS = word(CROOKED + "|" + OTHER_WORDS);

  /** The contract, columns and tables keep older names, which literals repeat. */
  private static final Pattern IN_TEXTS = word(CROOKED + "|pupils?|seats?|wish(?:es)?|claimants?");

  /** Names of members and variables that say the same as the words above. */
  private static final Pattern IN_NAMES =
      Pattern.compile(
          "\\b(?:told|untold|anew|besides?|spoilt|pupils?|seats?|wish)\\b"
              + "|(?:Told|Untold|Anew|Besides?|Spoilt|Pupils?|Wish)(?=[A-Z_\\d]|\\b)"
              + "|\\b(?:\\w+_)?(?:TOLD|ANEW|BESIDE|PUPILS?|WISH)(?:_\\w+)?\\b");

  private static final Map<String, Integer> ALLOWED_IN_COMMENTS = Map.of();
  private static final Map<String, Integer> ALLOWED_IN_TEXTS = Map.of("server", 2);

  @Test
  void the_sources_of_every_module_were_seen() {
    assertThat(MainSources.ALL.stream().map(SourceFile::module).distinct())
        .containsExactlyInAnyOrder(
            "clever",
            "sandbox",
            "codegen",
            "server",
            "operator",
            "operator/control-plane",
            "cli",
            "bench",
            "testing");
    assertThat(MainSources.ALL).hasSizeGreaterThan(500);
  }

  @Test
  void no_javadoc_begins_with_a_relative_word() {
    assertThat(
            MainSources.ALL.stream()
                .flatMap(file -> file.javadocs().stream())
                .flatMap(javadoc -> javadoc.matches(RELATIVE)))
        .isEmpty();
  }

  @Test
  void comments_use_the_words_of_the_glossary() {
    assertFewerThan(ALLOWED_IN_COMMENTS, IN_COMMENTS, SourceFile::comments);
  }

  @Test
  void texts_use_the_words_of_the_glossary() {
    assertFewerThan(ALLOWED_IN_TEXTS, IN_TEXTS, SourceFile::texts);
  }

  @Test
  void names_use_the_words_of_the_glossary() {
    assertFewerThan(Map.of(), IN_NAMES, file -> List.of(file.code()));
  }

  private static void assertFewerThan(
      Map<String, Integer> allowed, Pattern words, Function<SourceFile, List<Excerpt>> excerpts) {
    var found =
        MainSources.ALL.stream()
            .collect(
                Collectors.groupingBy(
                    SourceFile::module,
                    Collectors.flatMapping(
                        file -> excerpts.apply(file).stream().flatMap(each -> each.matches(words)),
                        Collectors.toList())));
    found.forEach((module, places) ->
        assertThat(places).as(module).hasSizeLessThanOrEqualTo(allowed.getOrDefault(module, 0)));
  }

  private static Pattern word(String words) {
    return Pattern.compile("\\b(?:" + words + ")\\b", Pattern.CASE_INSENSITIVE);
  }
}
