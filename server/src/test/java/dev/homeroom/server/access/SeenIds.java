package dev.homeroom.server.access;

import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Descriptors.FieldDescriptor.JavaType;
import com.google.protobuf.Message;
import dev.homeroom.v1.AccessProto;
import dev.homeroom.v1.PrivacyClass;
import dev.homeroom.v1.Section;
import dev.homeroom.v1.User;
import dev.homeroom.v1.UserName;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * How much of one record somebody should see.
 *
 * @param classes fields of these classes
 * @param names people's names in any case
 * @param seat of a section's students this one in any case
 */
record SeenIds(Set<PrivacyClass> classes, boolean names, Optional<String> seat) {
  static final SeenIds ALL =
      of(
          PrivacyClass.PRIVACY_CLASS_IDENTIFIER,
          PrivacyClass.PRIVACY_CLASS_DIRECTORY,
          PrivacyClass.PRIVACY_CLASS_EDUCATION_RECORD,
          PrivacyClass.PRIVACY_CLASS_SENSITIVE);
  static final SeenIds PUPIL =
      of(
          PrivacyClass.PRIVACY_CLASS_IDENTIFIER,
          PrivacyClass.PRIVACY_CLASS_DIRECTORY,
          PrivacyClass.PRIVACY_CLASS_EDUCATION_RECORD);
  static final SeenIds DIRECTORY = of(PrivacyClass.PRIVACY_CLASS_DIRECTORY);
  static final SeenIds NOTHING_PERSONAL = of();
  static final SeenIds NAMES = new SeenIds(Set.of(), true, Optional.empty());

  static SeenIds of(PrivacyClass... classes) {
    return new SeenIds(Set.of(classes), false, Optional.empty());
  }

  static SeenIds ownSeat(String student) {
    return new SeenIds(DIRECTORY.classes, false, Optional.of(student));
  }

  SeenIds and(SeenIds other) {
    var both = new HashSet<>(classes);
    both.addAll(other.classes);
    return new SeenIds(both, names || other.names, seat.or(other::seat));
  }

  /** The part of it that an app sees too. */
  SeenIds within(SeenIds app) {
    var both = new HashSet<>(classes);
    both.retainAll(app.classes);
    return new SeenIds(
        both,
        readsNames() && app.readsNames(),
        seat.filter(_ -> app.classes.contains(PrivacyClass.PRIVACY_CLASS_EDUCATION_RECORD)));
  }

  private boolean readsNames() {
    return UserName.getDescriptor().getFields().stream().allMatch(this::reads);
  }

  /** The record as it should be told. */
  <M extends Message> M of(M whole) {
    var told = whole.toBuilder();
    for (var field : whole.getDescriptorForType().getFields()) {
      if (!reads(field)) {
        told.clearField(field);
      } else if (field.getJavaType() == JavaType.MESSAGE && !field.isRepeated()) {
        if (whole.hasField(field)) {
          told.setField(field, of((Message) whole.getField(field)));
        }
      }
    }
    if (whole instanceof Section section
        && seat.isPresent()
        && !classes.contains(PrivacyClass.PRIVACY_CLASS_EDUCATION_RECORD)) {
      var own = section.getStudentsList().stream().filter(name -> name.endsWith(seat.get()));
      var students = section.getDescriptorForType().findFieldByName("students");
      told.setField(students, List.copyOf(own.toList()));
    }
    @SuppressWarnings("unchecked")
    var record = (M) told.build();
    return record;
  }

  private boolean reads(FieldDescriptor field) {
    var privacy = field.getOptions().getExtension(AccessProto.privacy);
    return privacy == PrivacyClass.PRIVACY_CLASS_NONE
        || classes.contains(privacy)
        || (names && field.getContainingType().equals(UserName.getDescriptor()))
        || field.getFullName().equals(User.getDescriptor().getFullName() + ".name");
  }
}
