package dev.homeroom.server.access;

import com.google.protobuf.Descriptors.FieldDescriptor;
import dev.homeroom.v1.AccessProto;
import dev.homeroom.v1.PrivacyClass;
import dev.homeroom.v1.User;
import dev.homeroom.v1.UserName;
import java.util.HashSet;
import java.util.Set;

/**
 * The fields of a record that a caller may read.
 *
 * @param classes the readable privacy classes, in addition to fields of class NONE
 * @param names true if people's names may be read in any case
 */
record ReadableFields(Set<PrivacyClass> classes, boolean names) {
  /** All fields. */
  static final ReadableFields EVERYTHING =
      of(
          PrivacyClass.PRIVACY_CLASS_IDENTIFIER,
          PrivacyClass.PRIVACY_CLASS_DIRECTORY,
          PrivacyClass.PRIVACY_CLASS_EDUCATION_RECORD,
          PrivacyClass.PRIVACY_CLASS_SENSITIVE);

  /** Only fields that say nothing about people. */
  static final ReadableFields NOTHING_PERSONAL = of();

  /** Only names of people. */
  static final ReadableFields NAMES = new ReadableFields(Set.of(), true);

  static ReadableFields of(PrivacyClass... classes) {
    return new ReadableFields(Set.of(classes), false);
  }

  /** Copies the classes. */
  ReadableFields {
    classes = Set.copyOf(classes);
  }

  /** The fields that both may read. */
  ReadableFields and(ReadableFields other) {
    var both = new HashSet<>(classes);
    both.retainAll(other.classes);
    return new ReadableFields(both, readsNames() && other.readsNames());
  }

  private boolean readsNames() {
    return UserName.getDescriptor().getFields().stream().allMatch(this::reads);
  }

  boolean reads(FieldDescriptor field) {
    var privacy = field.getOptions().getExtension(AccessProto.privacy);
    return privacy == PrivacyClass.PRIVACY_CLASS_NONE
        || classes.contains(privacy)
        || (names && field.getContainingType().equals(UserName.getDescriptor()))
        // A record's resource name is shown with the record.
        || field.equals(User.getDescriptor().findFieldByNumber(User.NAME_FIELD_NUMBER));
  }
}
