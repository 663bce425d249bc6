package dev.homeroom.sandbox;

import static dev.homeroom.sandbox.PlainClient.text;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.homeroom.sandbox.district.Role;
import dev.homeroom.sandbox.share.DataAccess;
import java.io.IOException;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** The app's data access: whole roles and single fields switched off (CLEVER.md 3.3, 4). */
final class DataAccessTest {
  private SharedDistrict district;
  private VisibleRecords before;

  @BeforeEach
  void start() throws IOException {
    district = new SharedDistrict(60);
    before = district.shown();
  }

  @AfterEach
  void stop() {
    district.close();
  }

  @Test
  void who_holds_only_roles_that_are_off_is_gone() {
    district.sandbox.dataAccess(new DataAccess(Set.of(Role.CONTACT), Set.of()));

    var contacts = before.users(VisibleRecords.holds("contact"));
    assertThat(contacts).isNotEmpty();
    assertThat(district.newsInShort())
        .containsExactlyElementsOf(contacts.stream().map(id -> "users.deleted " + id).toList());
    assertThat(district.ids("users?role=contact")).isEmpty();
    assertThat(district.status("users/" + contacts.getFirst())).isEqualTo(404);
    assertThat(district.shown().users(VisibleRecords.holds("student")))
        .isEqualTo(before.users(VisibleRecords.holds("student")));
  }

  @Test
  void sections_name_nobody_whose_role_is_off() {
    district.sandbox.dataAccess(new DataAccess(Set.of(Role.TEACHER), Set.of()));

    var shown = district.shown();
    assertThat(shown.of("sections").values())
        .allMatch(section -> section.path("teachers").isEmpty())
        .allMatch(section -> section.path("teacher").isNull())
        .allMatch(section -> !section.path("students").isEmpty());
    assertThat(district.newsInShort()).isEqualTo(before.eventsTo(shown));
  }

  @Test
  void a_field_that_is_off_is_absent_and_every_record_that_had_it_is_updated() {
    var field = "users.roles.student.dob";
    district.sandbox.dataAccess(new DataAccess(Set.of(), Set.of(field, "users.email")));

    var shown = district.shown();
    assertThat(shown.of("users").values())
        .allMatch(user -> !user.has("email"))
        .allMatch(user -> !user.path("roles").path("student").has("dob"))
        .anyMatch(user -> user.path("roles").path("student").has("email"))
        .anyMatch(user -> user.path("roles").path("student").has("gender"));
    var news = district.news();
    assertThat(news.stream().map(DataAccessTest::id))
        .containsExactlyElementsOf(
            before.users(
                user -> user.has("email") || user.path("roles").path("student").has("dob")));
    assertThat(news)
        .allSatisfy(event -> {
          var old = before.record("users", id(event));
          var object = event.path("data").path("object");
          var previous = event.path("data").path("previous_attributes");
          assertThat(text(event, "type")).isEqualTo("users.updated");
          assertThat(object).isEqualTo(shown.record("users", id(event)));
          assertThat(object.path("last_modified")).isEqualTo(old.path("last_modified"));
          assertThat(previous.has("email")).isEqualTo(old.has("email"));
          if (previous.has("roles")) {
            assertThat(previous.path("roles")).isEqualTo(old.path("roles"));
          }
        });
  }

  @Test
  void what_is_switched_on_again_is_back() {
    district.sandbox.dataAccess(
        new DataAccess(Set.of(Role.CONTACT), Set.of("sections.period", "schools.principal")));
    assertThat(district.shown().of("sections").values()).noneMatch(each -> each.has("period"));
    district.news();

    district.sandbox.dataAccess(DataAccess.everything());

    assertThat(district.shown().types()).isEqualTo(before.types());
    assertThat(district.newsInShort())
        .anyMatch(event -> event.startsWith("users.created"))
        .anyMatch(event -> event.startsWith("sections.updated"))
        .anyMatch(event -> event.startsWith("schools.updated"));
  }

  @Test
  void guaranteed_and_unknown_fields_cannot_be_switched_off() {
    for (var field : List.of("users.id", "sections.students", "users.roles.student.colour")) {
      assertThatThrownBy(() -> new DataAccess(Set.of(), Set.of(field)))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("cannot switch off " + field)
          .hasMessageContaining("users.roles.student.dob");
    }
  }

  private static String id(JsonNode event) {
    return text(event.path("data").path("object"), "id");
  }
}
