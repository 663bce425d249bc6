package dev.homeroom.operator.reconcile;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Descriptors.MethodDescriptor;
import com.google.protobuf.Descriptors.ServiceDescriptor;
import dev.homeroom.v1.DistrictServiceProto;
import dev.homeroom.v1.DistrictSpec;
import dev.homeroom.v1.PlanServiceProto;
import dev.homeroom.v1.SharingServiceProto;
import dev.homeroom.v1.SyncServiceProto;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What conditions and Events say: words that somebody with kubectl can do something with. */
final class MessagesTest {
  private static final Path SOURCES = Path.of("src/main/java/dev/homeroom/operator/reconcile");
  private static final Pattern LITERAL = Pattern.compile("\"((?:[^\"\\\\\n]|\\\\.)*)\"");

  /** Sentences, and no constants, keys or formats. */
  private static final Pattern SENTENCE = Pattern.compile("[a-z]+ [a-z]+ ");

  @Test
  void no_message_names_a_method_of_the_contract_or_a_field_by_its_name_there() throws Exception {
    var foreign = Pattern.compile("\\b(" + String.join("|", words()) + ")\\b");

    assertThat(messages())
        .hasSizeGreaterThan(30)
        .allSatisfy(message ->
            assertThat(message).doesNotContainPattern(foreign).doesNotContain("./homeroom"));
  }

  private static List<String> messages() throws Exception {
    try (var files = Files.walk(SOURCES)) {
      var messages = Stream.<String>builder();
      for (var file : files.filter(each -> each.toString().endsWith(".java")).toList()) {
        LITERAL
            .matcher(Files.readString(file))
            .results()
            .map((MatchResult found) -> found.group(1))
            .filter(text -> SENTENCE.matcher(text).find())
            .forEach(messages);
      }
      return messages.build().toList();
    }
  }

  /** Methods, and fields of two words and more, which YAML spells otherwise. */
  private static Set<String> words() {
    var services =
        Stream.of(
                DistrictServiceProto.getDescriptor(),
                PlanServiceProto.getDescriptor(),
                SharingServiceProto.getDescriptor(),
                SyncServiceProto.getDescriptor())
            .flatMap(file -> file.getServices().stream())
            .map(ServiceDescriptor::getMethods)
            .flatMap(List::stream)
            .map(MethodDescriptor::getName);
    var spec = DistrictSpec.getDescriptor();
    var fields =
        Stream.of(
                spec,
                spec.findFieldByName("schedule").getMessageType(),
                spec.findFieldByName("guard").getMessageType(),
                spec.findFieldByName("sharing").getMessageType())
            .flatMap(message -> message.getFields().stream())
            .map(FieldDescriptor::getName)
            .filter(name -> name.contains("_"));
    return Stream.concat(services, fields).collect(Collectors.toSet());
  }
}
