package dev.homeroom.server.roster.record;

import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Descriptors.FieldDescriptor.JavaType;
import com.google.protobuf.FieldMask;
import com.google.protobuf.Message;
import dev.homeroom.server.rpc.Refusal.Violation;
import dev.homeroom.server.rpc.RequestRefusals;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.Set;

/**
 * The fields that an answer has: those named by the request's {@code read_mask} (AIP-157).
 *
 * @param paths in the form of field masks; empty: all fields
 */
public record ReadMask(Set<String> paths) {
  /** All fields. */
  public static final ReadMask ALL = new ReadMask(Set.of());

  private static final String EVERYTHING = "*";

  /** Copies the paths. */
  public ReadMask {
    paths = Set.copyOf(paths);
  }

  /**
   * Reads a mask over messages of a type, or refuses it.
   *
   * @param field the mask's field in the request
   */
  public static ReadMask of(String field, FieldMask mask, Descriptor type) {
    var paths = new HashSet<String>();
    var violations = new ArrayList<Violation>();
    for (int i = 0; i < mask.getPathsCount(); i++) {
      var path = mask.getPaths(i);
      if (path.equals(EVERYTHING) && mask.getPathsCount() == 1) {
        return ALL;
      }
      if (exists(path, type)) {
        paths.add(path);
      } else {
        violations.add(
            new Violation(
                field + ".paths[" + i + "]",
                "must be a field of " + type.getName() + ", for example name"));
      }
    }
    if (!violations.isEmpty()) {
      throw RequestRefusals.invalidFields(violations);
    }
    return new ReadMask(paths);
  }

  /** Returns whether the answer has the field or any part of it. */
  public boolean touches(String path) {
    return covers(path) || paths.stream().anyMatch(named -> named.startsWith(path + "."));
  }

  /** The message with only these fields. */
  public <M extends Message> M trim(M message) {
    if (paths.isEmpty()) {
      return message;
    }
    var builder = message.toBuilder();
    trim("", builder);
    @SuppressWarnings("unchecked")
    var trimmed = (M) builder.build();
    return trimmed;
  }

  private void trim(String prefix, Message.Builder message) {
    for (var field : message.getAllFields().keySet()) {
      var path = prefix + field.getName();
      if (covers(path)) {
        continue;
      }
      if (touches(path)) {
        trim(path + ".", message.getFieldBuilder(field));
      } else {
        message.clearField(field);
      }
    }
  }

  /** Returns whether the answer has the whole field. */
  private boolean covers(String path) {
    if (paths.isEmpty() || paths.contains(path)) {
      return true;
    }
    int parent = path.lastIndexOf('.');
    return parent > 0 && covers(path.substring(0, parent));
  }

  private static boolean exists(String path, Descriptor type) {
    int dot = path.indexOf('.');
    FieldDescriptor field = type.findFieldByName(dot < 0 ? path : path.substring(0, dot));
    if (field == null) {
      return false;
    }
    return dot < 0
        || (!field.isRepeated()
            && field.getJavaType() == JavaType.MESSAGE
            && exists(path.substring(dot + 1), field.getMessageType()));
  }
}
