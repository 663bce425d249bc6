package dev.homeroom.server.access;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Descriptors.FieldDescriptor.JavaType;
import dev.homeroom.server.db.generated.Tables;
import dev.homeroom.v1.AccessProto;
import dev.homeroom.v1.District;
import dev.homeroom.v1.PrivacyClass;
import dev.homeroom.v1.SectionRoster;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.jooq.Table;
import org.junit.jupiter.api.Test;

/** Every field of a roster record has a privacy class, and every column follows a field. */
final class PrivacyTest {
  @Test
  void every_field_of_every_record_has_a_class() {
    var missing = new LinkedHashSet<String>();
    var seen = new HashSet<Descriptor>();
    ColumnFields.records().forEach(record -> look(record, seen, missing));
    look(District.getDescriptor(), seen, missing);
    look(SectionRoster.getDescriptor(), seen, missing);

    assertThat(missing).as("fields without (homeroom.v1.privacy)").isEmpty();
    assertThat(seen).hasSizeGreaterThan(12);
  }

  @Test
  void every_column_of_the_roster_is_told_by_a_field_or_by_none_on_purpose() {
    var tables =
        List.of(
            Tables.SCHOOLS,
            Tables.SCHOOLS_HISTORY,
            Tables.TERMS,
            Tables.TERMS_HISTORY,
            Tables.COURSES,
            Tables.COURSES_HISTORY,
            Tables.SECTIONS,
            Tables.SECTIONS_HISTORY,
            Tables.USERS,
            Tables.USERS_HISTORY);
    for (var table : tables) {
      assertThat(table.fieldStream().map(column -> ColumnFields.of(table, column)))
          .as(table.getName())
          .isNotEmpty();
    }
  }

  @Test
  void what_tells_of_families_is_sensitive_and_what_a_student_learns_a_record() {
    assertThat(columns(Tables.USERS, PrivacyClass.PRIVACY_CLASS_SENSITIVE))
        .containsExactlyInAnyOrder(
            "contact_phone",
            "contact_phone_type",
            "contact_students",
            "contact_relationships",
            "contact_relationship_types");
    assertThat(columns(Tables.USERS, PrivacyClass.PRIVACY_CLASS_EDUCATION_RECORD))
        .containsExactlyInAnyOrder("student_grade", "student_graduation_year");
    assertThat(columns(Tables.SECTIONS, PrivacyClass.PRIVACY_CLASS_EDUCATION_RECORD))
        .containsExactly("students");
  }

  private static Set<String> columns(Table<?> table, PrivacyClass privacy) {
    var found = new HashSet<String>();
    table
        .fieldStream()
        .forEach(column ->
            ColumnFields.of(table, column)
                .filter(field -> classOf(field) == privacy)
                .ifPresent(field -> found.add(column.getName())));
    return found;
  }

  private static void look(Descriptor message, Set<Descriptor> seen, Set<String> missing) {
    if (!seen.add(message)) {
      return;
    }
    for (var field : message.getFields()) {
      if (classOf(field) == PrivacyClass.PRIVACY_CLASS_UNSPECIFIED) {
        missing.add(field.getFullName());
      }
      Stream.of(field)
          .filter(each -> each.getJavaType() == JavaType.MESSAGE)
          .forEach(each -> look(each.getMessageType(), seen, missing));
    }
  }

  private static PrivacyClass classOf(FieldDescriptor field) {
    return field.getOptions().getExtension(AccessProto.privacy);
  }
}
