package dev.homeroom.server.roster;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.FieldDescriptor.JavaType;
import com.google.protobuf.FieldMask;
import com.google.protobuf.Message;
import dev.homeroom.server.Refused;
import dev.homeroom.v1.BatchGetSectionsRequest;
import dev.homeroom.v1.BatchGetUsersRequest;
import dev.homeroom.v1.Course;
import dev.homeroom.v1.District;
import dev.homeroom.v1.GetDistrictRequest;
import dev.homeroom.v1.GetSchoolRequest;
import dev.homeroom.v1.GetSectionRosterRequest;
import dev.homeroom.v1.GetUserRequest;
import dev.homeroom.v1.ListCoursesRequest;
import dev.homeroom.v1.ListDistrictsRequest;
import dev.homeroom.v1.ListSchoolsRequest;
import dev.homeroom.v1.ListSectionsRequest;
import dev.homeroom.v1.ListTermsRequest;
import dev.homeroom.v1.ListUsersRequest;
import dev.homeroom.v1.School;
import dev.homeroom.v1.Section;
import dev.homeroom.v1.Term;
import dev.homeroom.v1.User;
import io.grpc.Status;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** Reads that ask for some fields, for some records by name, or only for what is newer. */
final class PartialReadsTest {
  @SuppressWarnings("NullAway.Init")
  private static RosterFixture fixture;

  @SuppressWarnings("NullAway.Init")
  private static Map<String, Message> roster;

  @BeforeAll
  static void live() {
    fixture = RosterFixture.students(40, 31);
    roster = fixture.roster();
  }

  @AfterAll
  static void stop() {
    fixture.close();
  }

  @TestFactory
  Stream<DynamicTest> a_mask_of_any_field_gives_that_field_of_every_record() {
    return Stream.of(
            School.getDescriptor(),
            Term.getDescriptor(),
            Course.getDescriptor(),
            Section.getDescriptor(),
            User.getDescriptor())
        .flatMap(type ->
            paths(type, "")
                .map(path ->
                    DynamicTest.dynamicTest(
                        type.getName() + " " + path,
                        () -> {
                          var whole = of(type);
                          assertThat(list(type, FieldMask.newBuilder().addPaths(path).build()))
                              .isEqualTo(whole.stream().map(each -> only(each, path)).toList())
                              .isNotEmpty();
                        })));
  }

  @Test
  void several_fields_are_given_together_and_a_star_stands_for_all() {
    var user = RosterFixture.of(roster, User.class).stream().filter(User::hasStudent).findFirst();
    var name = user.orElseThrow().getName();
    var mask = FieldMask.newBuilder().addPaths("email").addPaths("student.grade");

    var found =
        fixture.app().getUser(GetUserRequest.newBuilder().setName(name).setReadMask(mask).build());

    var expected = User.newBuilder();
    expected.getStudentBuilder();
    if (user.get().hasEmail()) {
      expected.setEmail(user.get().getEmail());
    }
    if (user.get().getStudent().hasGrade()) {
      expected.getStudentBuilder().setGrade(user.get().getStudent().getGrade());
    }
    assertThat(found).isEqualTo(expected.build());
    assertThat(
            fixture
                .app()
                .getUser(
                    GetUserRequest.newBuilder()
                        .setName(name)
                        .setReadMask(FieldMask.newBuilder().addPaths("*"))
                        .build()))
        .isEqualTo(user.get());
  }

  @Test
  void a_mask_of_districts_and_of_the_users_of_a_section_is_kept() {
    var app = fixture.app();
    var section =
        RosterFixture.of(roster, Section.class).stream()
            .filter(each -> each.getStudentsCount() > 1)
            .findFirst()
            .orElseThrow();

    var shown =
        app.getSectionRoster(
            GetSectionRosterRequest.newBuilder()
                .setSection(section.getName())
                .setUserReadMask(FieldMask.newBuilder().addPaths("name"))
                .build());
    var districts =
        app.listDistricts(
            ListDistrictsRequest.newBuilder()
                .setReadMask(FieldMask.newBuilder().addPaths("name"))
                .build());

    assertThat(shown.getSection()).isEqualTo(section);
    assertThat(shown.getStudentsList())
        .isEqualTo(
            section.getStudentsList().stream()
                .map(name -> User.newBuilder().setName(name).build())
                .toList());
    assertThat(districts.getDistrictsList())
        .containsExactly(District.newBuilder().setName(fixture.district).build());
  }

  @TestFactory
  Stream<DynamicTest> a_mask_of_what_is_no_field_is_refused() {
    return Stream.of("password", "student.password", "email.x", "", "student.", "STUDENT", "*")
        .map(path ->
            DynamicTest.dynamicTest(
                "'" + path + "'",
                () -> {
                  var mask = FieldMask.newBuilder().addPaths("name").addPaths(path);
                  var refused =
                      Refused.by(() ->
                          fixture
                              .app()
                              .listUsers(
                                  ListUsersRequest.newBuilder()
                                      .setParent(fixture.district)
                                      .setReadMask(mask)
                                      .build()));
                  assertThat(refused.reason()).isEqualTo("INVALID_FIELD");
                  assertThat(refused.fields()).containsExactly("read_mask.paths[1]");
                }));
  }

  @Test
  void a_batch_has_the_records_in_the_order_of_their_names() {
    var users = RosterFixture.of(roster, User.class).subList(0, 5);
    var names = new ArrayList<>(users.reversed().stream().map(User::getName).toList());
    names.add(names.getFirst());

    var batch =
        fixture
            .app()
            .batchGetUsers(
                BatchGetUsersRequest.newBuilder()
                    .setParent(fixture.district)
                    .addAllNames(names)
                    .build());

    assertThat(batch.getUsersList()).extracting(User::getName).isEqualTo(names);
    assertThat(batch.getUsersList()).containsAll(users);
    assertThat(batch.getRevision()).isEqualTo(1);
    var sections = RosterFixture.of(roster, Section.class).subList(0, 2);
    assertThat(
            fixture
                .app()
                .batchGetSections(
                    BatchGetSectionsRequest.newBuilder()
                        .setParent(fixture.district)
                        .addAllNames(sections.stream().map(Section::getName).toList())
                        .setReadMask(FieldMask.newBuilder().addPaths("students"))
                        .build())
                .getSectionsList())
        .isEqualTo(
            sections.stream()
                .map(each -> Section.newBuilder().addAllStudents(each.getStudentsList()).build())
                .toList());
  }

  @Test
  void a_batch_with_a_missing_record_is_refused_and_tells_which_without_its_id() {
    var unknown = "0123456789abcdef01234567";
    var request =
        BatchGetUsersRequest.newBuilder()
            .setParent(fixture.district)
            .addNames(RosterFixture.of(roster, User.class).getFirst().getName())
            .addNames(fixture.district + "/users/" + unknown)
            .build();

    var refused = Refused.by(() -> fixture.app().batchGetUsers(request));

    assertThat(refused.code()).isEqualTo(Status.Code.NOT_FOUND);
    assertThat(refused.metadata()).containsEntry("field", "names[1]");
    assertThat(refused.message() + refused.metadata()).doesNotContain(unknown);
  }

  @TestFactory
  Stream<DynamicTest> a_batch_without_names_or_with_too_many_or_foreign_ones_is_refused() {
    var foreign = "districts/0123456789abcdef01234567/users/0123456789abcdef01234567";
    var own = RosterFixture.of(roster, User.class).getFirst().getName();
    return Stream.of(
            Map.entry("names", List.<String>of()),
            Map.entry("names", Collections.nCopies(1001, own)),
            Map.entry("names[1]", List.of(own, foreign)))
        .map(row ->
            DynamicTest.dynamicTest(
                row.getKey() + " of " + row.getValue().size(),
                () ->
                    assertThat(
                            Refused.by(() ->
                                    fixture
                                        .app()
                                        .batchGetUsers(
                                            BatchGetUsersRequest.newBuilder()
                                                .setParent(fixture.district)
                                                .addAllNames(row.getValue())
                                                .build()))
                                .fields())
                        .containsExactly(row.getKey())));
  }

  @Test
  void who_has_the_newest_revision_is_told_so_and_nothing_else() {
    var app = fixture.app();
    var school = RosterFixture.of(roster, School.class).getFirst();
    var section = RosterFixture.of(roster, Section.class).getFirst().getName();

    var list =
        app.listUsers(
            ListUsersRequest.newBuilder()
                .setParent(fixture.district)
                .setIfRevisionNewerThan(1)
                .build());
    assertThat(list.getNotNewer()).isTrue();
    assertThat(list.getUsersList()).isEmpty();
    assertThat(list.getNextPageToken()).isEmpty();
    assertThat(list.getRevision()).isEqualTo(1);
    assertThat(
            app.getSchool(
                GetSchoolRequest.newBuilder()
                    .setName(school.getName())
                    .setIfRevisionNewerThan(1)
                    .build()))
        .isEqualTo(School.getDefaultInstance());
    assertThat(
            app.getDistrict(
                GetDistrictRequest.newBuilder()
                    .setName(fixture.district)
                    .setIfRevisionNewerThan(1)
                    .build()))
        .isEqualTo(District.newBuilder().setRevision(1).build());
    var roster =
        app.getSectionRoster(
            GetSectionRosterRequest.newBuilder()
                .setSection(section)
                .setIfRevisionNewerThan(5)
                .build());
    assertThat(roster.hasSection()).isFalse();
    assertThat(roster.getRevision()).isEqualTo(1);
  }

  @Test
  void who_has_an_older_revision_is_told_the_records() {
    var request =
        ListSchoolsRequest.newBuilder().setParent(fixture.district).setIfRevisionNewerThan(0);

    assertThat(fixture.app().listSchools(request.build()).getNotNewer()).isFalse();
    assertThat(fixture.app().listSchools(request.build()).getSchoolsList()).isNotEmpty();
    assertThat(
            Refused.by(() -> fixture.app().listSchools(request.setIfRevisionNewerThan(-1).build()))
                .fields())
        .containsExactly("if_revision_newer_than");
  }

  private static List<? extends Message> list(Descriptor type, FieldMask mask) {
    var app = fixture.app();
    return switch (type.getName()) {
      case "School" ->
          app.listSchools(
                  ListSchoolsRequest.newBuilder()
                      .setParent(fixture.district)
                      .setPageSize(1000)
                      .setReadMask(mask)
                      .build())
              .getSchoolsList();
      case "Term" ->
          app.listTerms(
                  ListTermsRequest.newBuilder()
                      .setParent(fixture.district)
                      .setPageSize(1000)
                      .setReadMask(mask)
                      .build())
              .getTermsList();
      case "Course" ->
          app.listCourses(
                  ListCoursesRequest.newBuilder()
                      .setParent(fixture.district)
                      .setPageSize(1000)
                      .setReadMask(mask)
                      .build())
              .getCoursesList();
      case "Section" ->
          app.listSections(
                  ListSectionsRequest.newBuilder()
                      .setParent(fixture.district)
                      .setPageSize(1000)
                      .setReadMask(mask)
                      .build())
              .getSectionsList();
      default ->
          app.listUsers(
                  ListUsersRequest.newBuilder()
                      .setParent(fixture.district)
                      .setPageSize(1000)
                      .setReadMask(mask)
                      .build())
              .getUsersList();
    };
  }

  private static List<Message> of(Descriptor type) {
    return roster.values().stream()
        .filter(each -> each.getDescriptorForType().equals(type))
        .toList();
  }

  /** Every field, and every field in a field. */
  private static Stream<String> paths(Descriptor type, String prefix) {
    return type.getFields().stream()
        .flatMap(field -> {
          var path = prefix + field.getName();
          return field.isRepeated() || field.getJavaType() != JavaType.MESSAGE
              ? Stream.of(path)
              : Stream.concat(Stream.of(path), paths(field.getMessageType(), path + "."));
        });
  }

  /** The message with one field of it, found without any of the server's code. */
  private static Message only(Message message, String path) {
    var bare = message.newBuilderForType();
    int dot = path.indexOf('.');
    var field =
        message.getDescriptorForType().findFieldByName(dot < 0 ? path : path.substring(0, dot));
    if (field.isRepeated()) {
      return bare.setField(field, message.getField(field)).build();
    }
    if (!message.getAllFields().containsKey(field)) {
      return bare.build();
    }
    var value = message.getField(field);
    return bare.setField(field, dot < 0 ? value : only((Message) value, path.substring(dot + 1)))
        .build();
  }
}
