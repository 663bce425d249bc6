package dev.homeroom.cli.client;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.util.JsonFormat;
import dev.homeroom.v1.Section;
import org.junit.jupiter.api.Test;

/** JSON that can be pasted. */
final class WireWordsTest {
  @Test
  void json_has_no_escapes_of_html_and_reads_back_as_the_same() throws Exception {
    var section = Section.newBuilder().setDisplayName("<O'Brien & \\u003d=\\> \"x\"\n").build();

    for (var json : new String[] {WireWords.json(section), WireWords.jsonForPeople(section)}) {
      assertThat(json).contains("<O'Brien & ", "=").doesNotContain("\\u0026", "\\u0027", "\\u003c");
      var read = Section.newBuilder();
      JsonFormat.parser().merge(json, read);
      assertThat(read.build()).isEqualTo(section);
    }
  }
}
