package dev.homeroom.cli.share;

import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.util.JsonFormat;
import dev.homeroom.cli.client.WireWords;
import dev.homeroom.cli.console.CommandFailure;
import dev.homeroom.v1.Sharing;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;
import tools.jackson.dataformat.yaml.YAMLMapper;

/**
 * Reads a sharing from a YAML or JSON file: a whole {@code DistrictSync}, a {@code sharing:}, or
 * the fields below it. Values are spelled as in the resource ({@code SchoolSite}) or as in the API.
 */
final class SharingFile {
  private static final YAMLMapper YAML = new YAMLMapper();

  private SharingFile() {}

  /**
   * Reads the sharing of a file.
   *
   * @param district id of the district that a {@code DistrictSync} in it must be for
   * @throws CommandFailure when the file holds no sharing, or more than one
   */
  static Sharing read(Path file, String district) {
    var found = documents(file).stream().flatMap(document -> sharing(document, district)).toList();
    if (found.size() != 1) {
      throw CommandFailure.usage(
          file
              + " has to hold one sharing: a DistrictSync, or a `sharing:` as one has below `spec:`");
    }
    var sharing = Sharing.newBuilder();
    try {
      JsonFormat.parser().merge(apiSpelling(found.getFirst(), Sharing.getDescriptor()), sharing);
    } catch (InvalidProtocolBufferException e) {
      throw CommandFailure.usage(file + " holds no sharing: " + firstLine(e));
    }
    return sharing.build();
  }

  private static List<JsonNode> documents(Path file) {
    if (!Files.isReadable(file)) {
      throw CommandFailure.usage("cannot read " + file);
    }
    try (var documents = YAML.readerFor(JsonNode.class).<JsonNode>readValues(file.toFile())) {
      return documents.readAll();
    } catch (JacksonException e) {
      throw CommandFailure.usage(file + " is neither YAML nor JSON" + place(e));
    }
  }

  private static Stream<ObjectNode> sharing(JsonNode document, String district) {
    if (document.path("kind").asString("").equals("DistrictSync")) {
      var of = document.path("spec").path("districtId").asString("");
      if (!of.equals(district)) {
        throw CommandFailure.usage("the DistrictSync is of district " + of + ", not " + district);
      }
      return objects(document.path("spec").path("sharing"));
    }
    return document.has("sharing")
        ? objects(document.path("sharing"))
        : objects(document).filter(object -> object.has("type"));
  }

  private static Stream<ObjectNode> objects(JsonNode node) {
    return node instanceof ObjectNode object ? Stream.of(object) : Stream.empty();
  }

  /** Returns the sharing as JSON, with every enum value spelled as in the API. */
  private static String apiSpelling(ObjectNode sharing, Descriptor type) {
    respell(sharing, type);
    return sharing.toString();
  }

  private static void respell(ObjectNode object, Descriptor type) {
    for (var field : type.getFields()) {
      var value = object.get(field.getJsonName());
      if (value instanceof ArrayNode list) {
        list.forEach(each -> respellBelow(each, field));
      } else if (value != null && field.getJavaType() == FieldDescriptor.JavaType.ENUM) {
        object.put(field.getJsonName(), WireWords.fromCamel(value.asString(), field.getEnumType()));
      } else {
        respellBelow(value, field);
      }
    }
  }

  private static void respellBelow(@Nullable JsonNode value, FieldDescriptor field) {
    if (value instanceof ObjectNode object
        && field.getJavaType() == FieldDescriptor.JavaType.MESSAGE) {
      respell(object, field.getMessageType());
    }
  }

  /** Says where a parser stopped; its own message would show the file. */
  private static String place(JacksonException failure) {
    var at = failure.getLocation();
    return at == null ? "" : ", as line %d shows".formatted(at.getLineNr());
  }

  /** Returns the first line of a parser's message; the others show the file. */
  private static String firstLine(Exception failure) {
    return String.valueOf(failure.getMessage()).lines().findFirst().orElse("");
  }
}
