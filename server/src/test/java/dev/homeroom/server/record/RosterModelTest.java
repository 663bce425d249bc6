package dev.homeroom.server.record;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.FieldDescriptor;
import dev.homeroom.clever.record.RosterField;
import dev.homeroom.v1.AccessProto;
import dev.homeroom.v1.PrivacyClass;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jooq.Field;
import org.jooq.Table;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The model, the tables, Clever's fields and the contract say the same. */
class RosterModelTest {
  /** What the contract shows of a record beyond Clever's fields: its name, made of its id. */
  private static final Set<String> MADE_OF_ID = Set.of("name", "id");

  @ParameterizedTest
  @EnumSource
  void a_staged_row_has_the_columns_that_are_written(RosterType type) {
    assertThat(type.shared().fields())
        .extracting(Field::getName)
        .containsExactlyInAnyOrderElementsOf(type.stagedColumns());
  }

  @ParameterizedTest
  @EnumSource
  void live_and_former_rows_have_the_columns_and_no_others_of_clever(RosterType type) {
    assertThat(ofClever(type.live())).containsExactlyInAnyOrderElementsOf(type.columnNames());
    assertThat(ofClever(type.history())).containsExactlyInAnyOrderElementsOf(type.columnNames());
  }

  @ParameterizedTest
  @EnumSource
  void a_column_holds_what_its_kind_says(RosterType type) {
    for (var column : type.columns()) {
      var field = requireNonNull(type.live().field(column.name()), column.name());

      assertThat(field.getType())
          .as(column.name())
          .isEqualTo(
              switch (column.kind()) {
                case TEXT, REQUIRED_TEXT -> String.class;
                case DATE -> LocalDate.class;
                case ID -> byte[].class;
                case ROLE -> Boolean.class;
                case MEMBERS, RELATED -> byte[][].class;
                case TEXTS, RELATED_TEXTS -> String[].class;
              });
      if (column.kind() == ColumnKind.REQUIRED_TEXT) {
        assertThat(field.getDataType().nullable()).as(column.name()).isFalse();
      }
    }
  }

  @ParameterizedTest
  @EnumSource
  void every_field_of_clever_has_a_column(RosterType type) {
    assertThat(type.columns())
        .extracting(RosterColumn::source)
        .containsAll(RosterField.of(type.clever()));
  }

  @ParameterizedTest
  @EnumSource
  void every_column_is_shown_by_a_field_with_a_privacy_class(RosterType type) {
    for (var column : type.columns()) {
      if (column.kind() == ColumnKind.ROLE) {
        assertThat(type.shownBy(column.name())).as(column.name()).isEmpty();
      } else {
        assertThat(type.shownBy(column.name()).orElseThrow(() -> new AssertionError(column.name())))
            .extracting(field -> field.getOptions().getExtension(AccessProto.privacy))
            .as(column.name())
            .isNotEqualTo(PrivacyClass.PRIVACY_CLASS_UNSPECIFIED);
      }
    }
  }

  @ParameterizedTest
  @EnumSource
  void every_field_of_the_message_is_read_from_a_column_or_made_of_the_id(RosterType type) {
    var shown = new HashSet<String>();
    type.columns().forEach(column -> shown.add(column.path()));

    assertThat(leaves(type.message(), ""))
        .filteredOn(path -> !shown.contains(path))
        .isSubsetOf(MADE_OF_ID);
  }

  private static List<String> ofClever(Table<?> table) {
    var own =
        Set.of(
            "district",
            "id",
            "content_hash",
            "mapping_version",
            "revision",
            "until_revision",
            "ended",
            "absent_users");
    return table.fieldStream().map(Field::getName).filter(name -> !own.contains(name)).toList();
  }

  private static List<String> leaves(Descriptor message, String prefix) {
    var leaves = new ArrayList<String>();
    for (var field : message.getFields()) {
      var path = prefix + field.getName();
      if (field.getJavaType() == FieldDescriptor.JavaType.MESSAGE
          && !field.isRepeated()
          && field.getMessageType().getFile().getPackage().equals(message.getFile().getPackage())) {
        leaves.addAll(leaves(field.getMessageType(), path + "."));
      } else {
        leaves.add(path);
      }
    }
    return leaves;
  }
}
