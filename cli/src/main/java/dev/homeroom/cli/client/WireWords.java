package dev.homeroom.cli.client;

import com.google.protobuf.Descriptors.EnumDescriptor;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.MessageOrBuilder;
import com.google.protobuf.ProtocolMessageEnum;
import com.google.protobuf.Timestamp;
import com.google.protobuf.util.JsonFormat;
import java.time.Instant;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Formats the server's messages for people and for programs. */
public final class WireWords {
  /** An escape in JSON; those of {@code <>&='} have their number in a group. */
  private static final Pattern ESCAPE = Pattern.compile("\\\\(?:u(003c|003e|0026|003d|0027)|.)");

  private WireWords() {}

  /** Returns a value without the prefix of its type, for example {@code SUCCEEDED_WITH_PLAN}. */
  public static String constant(ProtocolMessageEnum value) {
    var prefix = prefix(value.getDescriptorForType());
    var name = ((Enum<?>) value).name();
    return name.startsWith(prefix) ? name.substring(prefix.length()) : name;
  }

  /** Returns a value in lower case, for example {@code succeeded_with_plan}. */
  public static String word(ProtocolMessageEnum value) {
    return constant(value).toLowerCase(Locale.ROOT);
  }

  /** Returns a value as a {@code DistrictSync} spells it, for example {@code SchoolSite}. */
  public static String camel(ProtocolMessageEnum value) {
    return Stream.of(word(value).split("_", -1))
        .map(part -> part.substring(0, 1).toUpperCase(Locale.ROOT) + part.substring(1))
        .collect(Collectors.joining());
  }

  /**
   * Returns the full name of a value that a {@code DistrictSync} spells, for example {@code
   * SHARING_TYPE_SCHOOL_SITE}; a text that is no such value stays as it is.
   */
  public static String fromCamel(String camel, EnumDescriptor type) {
    var name = prefix(type) + snake(camel);
    return type.findValueByName(name) == null ? camel : name;
  }

  /** Formats a time to the second, for example {@code 2026-09-01T07:00:12Z}. */
  public static String time(Timestamp time) {
    return Instant.ofEpochSecond(time.getSeconds()).toString();
  }

  /** Returns a message as JSON on one line. */
  public static String json(MessageOrBuilder message) {
    try {
      return plain(JsonFormat.printer().omittingInsignificantWhitespace().print(message));
    } catch (InvalidProtocolBufferException impossible) {
      throw new IllegalStateException(impossible);
    }
  }

  /**
   * Returns a message as JSON on many lines.
   *
   * @throws InvalidProtocolBufferException when it holds a message of an unknown type
   */
  public static String jsonForPeople(MessageOrBuilder message)
      throws InvalidProtocolBufferException {
    return plain(JsonFormat.printer().print(message));
  }

  /**
   * Removes the printer's escapes of characters that are special in HTML; nobody reads HTML here.
   */
  private static String plain(String json) {
    return ESCAPE
        .matcher(json)
        .replaceAll(escape ->
            Matcher.quoteReplacement(
                escape.group(1) == null
                    ? escape.group()
                    : Character.toString(Integer.parseInt(escape.group(1), 16))));
  }

  private static String prefix(EnumDescriptor type) {
    return snake(type.getName()) + "_";
  }

  private static String snake(String camel) {
    return camel.replaceAll("(?<=[a-z])(?=[A-Z])", "_").toUpperCase(Locale.ROOT);
  }
}
