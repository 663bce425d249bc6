package dev.homeroom.cli.share;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.homeroom.v1.ConfirmationPolicy;
import dev.homeroom.v1.Sharing;
import dev.homeroom.v1.SharingOperator;
import dev.homeroom.v1.SharingRule;
import dev.homeroom.v1.SharingRules;
import dev.homeroom.v1.SharingSubject;
import dev.homeroom.v1.SharingType;
import dev.homeroom.v1.UndeclaredPolicy;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Which files hold a sharing. */
final class SharingFileTest {
  private static final String DISTRICT = "00000000000000000000000a";
  private static final String SCHOOL = "00000000000000000000000b";

  @TempDir Path folder;

  @ParameterizedTest
  @ValueSource(
      strings = {
        "type: SchoolSite\nschools: [00000000000000000000000b]\nonUndeclared: Warn\nconfirmation: Automatic",
        "sharing:\n  type: SchoolSite\n  schools:\n    - 00000000000000000000000b\n  onUndeclared: Warn\n  confirmation: Automatic",
        "kind: Secret\nstringData: {token: x}\n---\nkind: DistrictSync\nspec:\n  districtId: 00000000000000000000000a\n"
            + "  sharing: {type: SchoolSite, schools: [00000000000000000000000b], onUndeclared: Warn, confirmation: Automatic}",
        "{\"type\": \"SHARING_TYPE_SCHOOL_SITE\", \"schools\": [\"00000000000000000000000b\"],"
            + " \"onUndeclared\": \"UNDECLARED_POLICY_WARN\", \"confirmation\": \"CONFIRMATION_POLICY_AUTOMATIC\"}",
      })
  void a_sharing_is_the_same_in_a_resource_alone_and_as_the_api_spells_it(String text)
      throws IOException {
    assertThat(read(text))
        .isEqualTo(
            Sharing.newBuilder()
                .setType(SharingType.SHARING_TYPE_SCHOOL_SITE)
                .addSchools(SCHOOL)
                .setOnUndeclared(UndeclaredPolicy.UNDECLARED_POLICY_WARN)
                .setConfirmation(ConfirmationPolicy.CONFIRMATION_POLICY_AUTOMATIC)
                .build());
  }

  @Test
  void rules_are_read_with_values_of_digits() throws IOException {
    var text =
        """
        type: Rules
        includeAllStaff: true
        rules:
          include:
            - {subject: Sections, field: grade, operator: IsNot, value: "3"}
          exclude:
            - {subject: Staff, field: title, operator: Contains, value: coach}
        """;
    assertThat(read(text))
        .isEqualTo(
            Sharing.newBuilder()
                .setType(SharingType.SHARING_TYPE_RULES)
                .setIncludeAllStaff(true)
                .setRules(
                    SharingRules.newBuilder()
                        .addInclude(
                            rule(
                                SharingSubject.SHARING_SUBJECT_SECTIONS,
                                "grade",
                                SharingOperator.SHARING_OPERATOR_IS_NOT,
                                "3"))
                        .addExclude(
                            rule(
                                SharingSubject.SHARING_SUBJECT_STAFF,
                                "title",
                                SharingOperator.SHARING_OPERATOR_CONTAINS,
                                "coach")))
                .build());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "kind: Secret | has to hold one sharing",
        "just words | has to hold one sharing",
        "{type: District, schols: []} | schols",
        "type: Everything | Everything",
        "type: [ | is neither YAML nor JSON",
        "{kind: DistrictSync, spec: {districtId: 00000000000000000000000c, sharing: {type: District}}} | is of district 00000000000000000000000c, not 00000000000000000000000a",
      })
  void what_holds_no_sharing_of_the_district_is_refused_in_a_line(String text, String words)
      throws IOException {
    var file = write(text);

    assertThatThrownBy(() -> SharingFile.read(file, DISTRICT))
        .hasMessageContaining(words)
        .message()
        .satisfies(message -> assertThat(message.lines()).hasSize(1));
  }

  private Sharing read(String text) throws IOException {
    return SharingFile.read(write(text), DISTRICT);
  }

  private Path write(String text) throws IOException {
    return Files.writeString(folder.resolve("sharing"), text);
  }

  private static SharingRule rule(
      SharingSubject subject, String field, SharingOperator operator, String value) {
    return SharingRule.newBuilder()
        .setSubject(subject)
        .setField(field)
        .setOperator(operator)
        .setValue(value)
        .build();
  }
}
