package dev.homeroom.server.sync.incremental;

import dev.homeroom.clever.record.CleverRecord;
import dev.homeroom.clever.record.Course;
import dev.homeroom.clever.record.District;
import dev.homeroom.clever.record.ObjectId;
import dev.homeroom.clever.record.School;
import dev.homeroom.clever.record.Section;
import dev.homeroom.clever.record.Term;
import dev.homeroom.clever.record.User;
import dev.homeroom.server.record.RosterType;
import dev.homeroom.server.sync.full.CleverDistrict.RecordKey;
import java.util.Collection;
import java.util.HashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Collects the records that a record names. */
final class NamedRecords {
  private final Set<RecordKey> named = new HashSet<>();

  private NamedRecords() {}

  static Set<RecordKey> of(CleverRecord record) {
    var references = new NamedRecords();
    switch (record) {
      case Section section -> references.section(section);
      case User user -> references.user(user);
      case School _, Term _, Course _, District _ -> {
        // These name no other record.
      }
    }
    return references.named;
  }

  private void section(Section section) {
    one(RosterType.SCHOOL, section.school());
    one(RosterType.COURSE, section.course());
    one(RosterType.TERM, section.term());
    one(RosterType.USER, section.teacher());
    all(RosterType.USER, section.teachers());
    all(RosterType.USER, section.students());
  }

  private void user(User user) {
    var student = user.student();
    if (student != null) {
      one(RosterType.SCHOOL, student.school());
      all(RosterType.SCHOOL, student.schools());
    }
    var teacher = user.teacher();
    if (teacher != null) {
      one(RosterType.SCHOOL, teacher.school());
      all(RosterType.SCHOOL, teacher.schools());
    }
    var staff = user.staff();
    if (staff != null) {
      all(RosterType.SCHOOL, staff.schools());
    }
    var contact = user.contact();
    if (contact != null) {
      contact.students().forEach(each -> one(RosterType.USER, each.student()));
    }
  }

  private void one(RosterType type, @Nullable ObjectId id) {
    if (id != null) {
      named.add(new RecordKey(type, id));
    }
  }

  private void all(RosterType type, Collection<ObjectId> ids) {
    ids.forEach(id -> one(type, id));
  }
}
