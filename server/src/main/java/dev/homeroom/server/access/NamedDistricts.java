package dev.homeroom.server.access;

import com.google.protobuf.Descriptors.FieldDescriptor.JavaType;
import com.google.protobuf.Message;
import dev.homeroom.server.db.CleverId;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** Finds the districts that a request names anywhere; every resource name begins with one. */
final class NamedDistricts {
  private static final String PREFIX = "districts/";
  private static final int ID_DIGITS = 24;

  private NamedDistricts() {}

  /** Reads every text that looks like a resource name, in any field of the request. */
  static Set<CleverId> in(Object request) {
    var found = new TreeSet<CleverId>();
    if (request instanceof Message message) {
      collect(message, found);
    }
    return found;
  }

  private static void collect(Message message, Set<CleverId> found) {
    message
        .getAllFields()
        .forEach((field, value) -> {
          var values = field.isRepeated() ? (List<?>) value : List.of(value);
          if (field.getJavaType() == JavaType.STRING) {
            values.forEach(text -> collect((String) text, found));
          } else if (field.getJavaType() == JavaType.MESSAGE) {
            values.forEach(part -> collect((Message) part, found));
          }
        });
  }

  private static void collect(String text, Set<CleverId> found) {
    int end = PREFIX.length() + ID_DIGITS;
    if (text.startsWith(PREFIX)
        && (text.length() == end || (text.length() > end && text.charAt(end) == '/'))) {
      CleverId.parse(text.substring(PREFIX.length(), end)).ifPresent(found::add);
    }
  }
}
