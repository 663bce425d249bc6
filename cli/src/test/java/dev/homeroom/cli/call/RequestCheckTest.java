package dev.homeroom.cli.call;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.homeroom.cli.console.CommandFailure;
import dev.homeroom.v1.DistrictServiceProto;
import dev.homeroom.v1.RosterServiceProto;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Tests the sentences about requests that a method does not understand. */
final class RequestCheckTest {
  private static final DynamicCall LIST_SECTIONS =
      new DynamicCall(
          RosterServiceProto.getDescriptor()
              .findServiceByName("RosterService")
              .findMethodByName("ListSections"));
  private static final DynamicCall APPLY_DISTRICT =
      new DynamicCall(
          DistrictServiceProto.getDescriptor()
              .findServiceByName("DistrictService")
              .findMethodByName("ApplyDistrict"));

  @Test
  void an_unknown_field_lists_the_known_ones_and_suggests_the_nearest() {
    assertThatThrownBy(() -> LIST_SECTIONS.request("{\"pageSiz\": 1}"))
        .isInstanceOf(CommandFailure.class)
        .hasMessageStartingWith(
            "the request is no ListSectionsRequest: there is no field pageSiz (did you mean pageSize?);"
                + " the fields are parent, pageSize, pageToken");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "{\"spec\": {\"sharing\": {\"typ\": \"x\"}}} | there is no field spec.sharing.typ (did you mean type?); the fields of spec.sharing are type,",
        "{\"spec\": {\"sharing\": {\"type\": \"SHARING_TYPE_DISTRIC\"}}} | spec.sharing.type has no such value (did you mean SHARING_TYPE_DISTRICT?); it is one of SHARING_TYPE_UNSPECIFIED, ",
        "{\"name\": \"districts/x\", \"cleverToken\": | it is not JSON, as line 1, column ",
        "{\"name\": {\"a\": \"top-secret\"}} | the request is no ApplyDistrictRequest",
      })
  void what_is_wrong_deep_down_has_its_path_and_no_value(String request, String words) {
    assertThatThrownBy(() -> APPLY_DISTRICT.request(request))
        .isInstanceOf(CommandFailure.class)
        .hasMessageContaining(words)
        .satisfies(refusal -> assertThat(refusal.getMessage()).doesNotContain("secret"));
  }

  @Test
  void both_spellings_of_a_field_and_numbers_of_a_constant_are_known() {
    assertThat(LIST_SECTIONS.request("{\"page_size\": 1}"))
        .isEqualTo(LIST_SECTIONS.request("{\"pageSize\": 1}"));
    assertThat(APPLY_DISTRICT.request("{\"spec\": {\"sharing\": {\"type\": 1}}}").toString())
        .contains("SHARING_TYPE_");
  }
}
