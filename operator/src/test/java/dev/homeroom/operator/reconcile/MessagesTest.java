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
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Holds the messages of conditions and Events to words that a user of kubectl can act on. */
final class MessagesTest {
  private static final Path OPERATOR = Path.of("src/main/java/dev/homeroom/operator");
  private static final Path SERVER = Path.of("../server/src/main/java/dev/homeroom/server");

  /** Packages of the server that write messages of runs, credentials, findings and plans. */
  private static final List<String> TOLD = List.of("credential", "district", "plan", "sync");

  /** Code that runs for the operator's calls, and so may refuse them. */
  private static final List<String> REFUSING =
      List.of(
          "access",
          "district",
          "rpc/call/RefusalInterceptor.java",
          "sharing/decision/FrozenSharing.java",
          "sync");

  private static final String LITERAL = "\"(?:[^\"\\\\\n]|\\\\.)*\"";

  /** A text block, or literals that are put together. */
  private static final Pattern TEXT =
      Pattern.compile(
          "\"\"\".*?\"\"\"|" + LITERAL + "(?:\\s*\\+\\s*" + LITERAL + ")*", Pattern.DOTALL);

  private static final Pattern JOINT = Pattern.compile("\"\\s*\\+\\s*\"");

  /** Sentences, and no constants, keys or formats. */
  private static final Pattern SENTENCE = Pattern.compile("[a-z]+ [a-z]+");

  private static final Pattern FOREIGN =
      Pattern.compile("\\b(" + String.join("|", words()) + ")\\b");

  private static final Pattern REFUSAL =
      Pattern.compile("\\n  (?:\\w+ )*static RefusedException (\\w+)\\(");
  private static final Pattern REFUSED = Pattern.compile("\\b(\\w+Refusals\\.\\w+)\\(");

  /** The launcher's command, and not the name of the product, its parts or its domain. */
  private static final Pattern COMMAND = Pattern.compile("\\./homeroom|\\bhomeroom [a-z]");

  @Test
  void no_message_names_a_method_of_the_contract_or_a_field_by_its_name_there() throws Exception {
    var own = sentences(OPERATOR.resolve("reconcile"));
    own.addAll(sentences(OPERATOR.resolve("status")));

    assertThat(own).hasSizeGreaterThan(30).allSatisfy(MessagesTest::fitsACluster);
  }

  @Test
  void no_sentence_of_the_servers_that_becomes_a_condition_does_so_either() throws Exception {
    for (var part : TOLD) {
      assertThat(sentences(SERVER.resolve(part)))
          .isNotEmpty()
          .allSatisfy(MessagesTest::fitsACluster)
          .filteredOn(sentence -> sentence.contains("HOMEROOM_"))
          .allSatisfy(sentence -> assertThat(sentence).contains("the chart's"));
    }
  }

  @Test
  void no_refusal_of_what_the_operator_calls_does_so_either() throws Exception {
    var refusals = refusals();

    assertThat(refusals.keySet())
        .contains(
            "DeclarationRefusals.reserved",
            "RunRefusals.districtSuspended",
            "SharingRefusals.frozen",
            "DeclarationRefusals.tlsRequired",
            "AccessRefusals.roleMissing");
    refusals.forEach((name, code) ->
        assertThat(sentences(code)).as(name).allSatisfy(MessagesTest::fitsACluster));
  }

  private static void fitsACluster(String sentence) {
    assertThat(sentence).doesNotContainPattern(FOREIGN).doesNotContainPattern(COMMAND);
  }

  /** The code of each refusal that the operator's calls may meet, by its name. */
  private static Map<String, String> refusals() throws IOException {
    var met = new HashSet<String>();
    for (var part : REFUSING) {
      for (var file : sources(SERVER.resolve(part))) {
        REFUSED
            .matcher(Files.readString(file))
            .results()
            .map(found -> found.group(1))
            .forEach(met::add);
      }
    }
    var refusals = new TreeMap<String, String>();
    for (var file : sources(SERVER)) {
      var type = file.getFileName().toString().replace(".java", "");
      if (type.endsWith("Refusals")) {
        var code = Files.readString(file);
        var starts = REFUSAL.matcher(code).results().toList();
        for (var i = 0; i < starts.size(); i++) {
          var end = i + 1 < starts.size() ? starts.get(i + 1).start() : code.length();
          refusals.put(
              type + "." + starts.get(i).group(1), code.substring(starts.get(i).start(), end));
        }
      }
    }
    refusals.keySet().retainAll(met);
    return refusals;
  }

  private static List<String> sentences(Path folder) throws IOException {
    var sentences = new ArrayList<String>();
    for (var file : sources(folder)) {
      sentences.addAll(sentences(Files.readString(file)));
    }
    return sentences;
  }

  private static List<String> sentences(String code) {
    return TEXT.matcher(code)
        .results()
        .map(found -> JOINT.matcher(found.group()).replaceAll(""))
        .filter(text -> SENTENCE.matcher(text).find())
        .toList();
  }

  private static List<Path> sources(Path folder) throws IOException {
    try (var files = Files.walk(folder)) {
      return files.filter(each -> each.toString().endsWith(".java")).toList();
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
