package dev.homeroom.operator.reconcile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.homeroom.operator.resource.DistrictSync;
import dev.homeroom.operator.resource.DistrictSyncSpec;
import dev.homeroom.operator.resource.TokenSecretRef;
import dev.homeroom.operator.resource.sharing.ConfirmationPolicy;
import dev.homeroom.operator.resource.sharing.Sharing;
import dev.homeroom.operator.resource.sharing.SharingType;
import dev.homeroom.operator.status.Permission;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class PermissionsTest {
  private static final TokenSecretRef TOKEN = new TokenSecretRef("lakeside-token", null);

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          {}                                                                     | token     | Given
          {}                                                                     |           | TokenRequired
          {}                                                                     | automatic | AutomaticNotAllowed
          {"namespaces":"all","districts":["4fd43cc56d11340000000006"]}          | token     | DistrictNotAllowed
          {"namespaces":["other"],"districts":"all"}                             | token     | DistrictNotAllowed
          {"namespaces":["schools"],"districts":["4fd43cc56d11340000000005"]}    | token     | Given
          {"namespaces":["schools"],"districts":"all","withoutToken":true}       |           | Given
          {"namespaces":["other"],"districts":"all","withoutToken":true}         |           | DistrictNotAllowed
          {"namespaces":"all","districts":"all","automaticConfirmation":true}    | automatic | Given
          {"namespaces":"all","districts":"all","automaticConfirmation":false}   | automatic | AutomaticNotAllowed
          """)
  void a_resource_may_declare_what_an_entry_allows(String entry, String declared, String result) {
    var bindings =
        entry.equals("{}") ? NamespaceBinding.DEFAULT : NamespaceBinding.parse("[" + entry + "]");

    var permission = permissions(bindings).of(resource(declared == null ? "" : declared));

    assertThat(
            switch (permission) {
              case Permission.Given _ -> "Given";
              case Permission.Missing(var reason, var message) -> {
                assertThat(message).contains("operator.districts", "schools");
                yield reason;
              }
            })
        .isEqualTo(result);
  }

  @Test
  void rights_of_an_entry_for_other_districts_do_not_spill_over() {
    var bindings =
        NamespaceBinding.parse(
            """
            [{"namespaces":"all","districts":"all"},
             {"namespaces":"all","districts":["4fd43cc56d11340000000006"],"withoutToken":true}]
            """);

    assertThat(permissions(bindings).of(resource(""))).isInstanceOf(Permission.Missing.class);
    assertThat(permissions(bindings).of(resource("token"))).isEqualTo(new Permission.Given(false));
  }

  @Test
  void every_label_of_an_entry_has_to_be_there() {
    var binding =
        NamespaceBinding.parse(
                "[{\"namespaceLabels\":{\"team\":\"a\",\"tier\":\"b\"},\"districts\":\"all\"}]")
            .getFirst();

    assertThat(binding.covers("any", Map.of("team", "a", "tier", "b", "c", "d"), "1")).isTrue();
    assertThat(binding.covers("any", Map.of("team", "a"), "1")).isFalse();
    assertThat(binding.covers("any", Map.of("team", "a", "tier", "x"), "1")).isFalse();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{}",
        "[1]",
        "[{}]",
        "[{\"namespaces\":\"all\"}]",
        "[{\"districts\":\"all\"}]",
        "[{\"namespaces\":\"some\",\"districts\":\"all\"}]",
        "[{\"namespaces\":[\"A_B\"],\"districts\":\"all\"}]",
        "[{\"namespaces\":\"all\",\"districts\":[\"1\"]}]",
        "[{\"namespaces\":\"all\",\"districts\":\"all\",\"withoutToken\":\"yes\"}]"
      })
  void what_is_no_list_of_entries_is_refused(String json) {
    assertThatThrownBy(() -> NamespaceBinding.parse(json))
        .isInstanceOf(IllegalArgumentException.class);
  }

  private static Permissions permissions(java.util.List<NamespaceBinding> bindings) {
    return new Permissions(
        bindings,
        _ -> {
          throw new AssertionError("asked for labels that no entry speaks of");
        });
  }

  private static DistrictSync resource(String declared) {
    var resource = Samples.lakeside();
    var automatic = declared.equals("automatic");
    var sharing =
        new Sharing(
            SharingType.DISTRICT,
            null,
            null,
            null,
            null,
            null,
            automatic ? ConfirmationPolicy.AUTOMATIC : ConfirmationPolicy.MANUAL);
    resource.setSpec(
        new DistrictSyncSpec(
            Samples.DISTRICT, declared.isEmpty() ? null : TOKEN, sharing, null, null, null));
    return resource;
  }
}
