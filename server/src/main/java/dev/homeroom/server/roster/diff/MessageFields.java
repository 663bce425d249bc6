package dev.homeroom.server.roster.diff;

import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Descriptors.FieldDescriptor.JavaType;
import com.google.protobuf.Message;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;

/** Compares messages field by field. */
final class MessageFields {
  private MessageFields() {}

  /**
   * Paths of the fields that differ, in the form of field masks; sorted. A list differs as a whole.
   */
  static List<String> differing(Message one, Message other) {
    var paths = new TreeSet<String>();
    compare("", one, other, paths);
    return List.copyOf(paths);
  }

  private static void compare(String prefix, Message one, Message other, SortedSet<String> paths) {
    for (var field : one.getDescriptorForType().getFields()) {
      var path = prefix + field.getName();
      if (inBoth(field, one, other)) {
        compare(path + ".", (Message) one.getField(field), (Message) other.getField(field), paths);
      } else if (present(field, one) != present(field, other)
          || !one.getField(field).equals(other.getField(field))) {
        paths.add(path);
      }
    }
  }

  private static boolean inBoth(FieldDescriptor field, Message one, Message other) {
    return !field.isRepeated()
        && field.getJavaType() == JavaType.MESSAGE
        && one.hasField(field)
        && other.hasField(field);
  }

  private static boolean present(FieldDescriptor field, Message message) {
    return field.hasPresence() && message.hasField(field);
  }
}
