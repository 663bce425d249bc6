package dev.homeroom.cli.client;

import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.MessageOrBuilder;
import com.google.protobuf.ProtocolMessageEnum;
import com.google.protobuf.util.JsonFormat;
import java.util.Locale;

/** How what a server tells is spelled for people and for programs. */
public final class Spelling {
  private Spelling() {}

  /** A value without the prefix of its type: {@code SUCCEEDED_WITH_PLAN}. */
  public static String constant(ProtocolMessageEnum value) {
    var type = value.getDescriptorForType().getName();
    var prefix = type.replaceAll("(?<=[a-z])(?=[A-Z])", "_").toUpperCase(Locale.ROOT) + "_";
    var name = ((Enum<?>) value).name();
    return name.startsWith(prefix) ? name.substring(prefix.length()) : name;
  }

  /** A value in lower case: {@code succeeded_with_plan}. */
  public static String word(ProtocolMessageEnum value) {
    return constant(value).toLowerCase(Locale.ROOT);
  }

  /** A message as JSON on one line. */
  public static String json(MessageOrBuilder message) {
    try {
      return JsonFormat.printer().omittingInsignificantWhitespace().print(message);
    } catch (InvalidProtocolBufferException impossible) {
      throw new IllegalStateException(impossible);
    }
  }
}
