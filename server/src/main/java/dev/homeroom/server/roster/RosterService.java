package dev.homeroom.server.roster;

import dev.homeroom.server.db.CleverId;
import dev.homeroom.server.db.Database;
import dev.homeroom.server.roster.Roster.PageRequest;
import dev.homeroom.server.roster.diff.Differences;
import dev.homeroom.server.roster.record.Moments;
import dev.homeroom.server.roster.record.RecordKind;
import dev.homeroom.server.roster.record.When;
import dev.homeroom.server.roster.watch.RosterWatches;
import dev.homeroom.server.rpc.Answers;
import dev.homeroom.server.rpc.PageTokens;
import dev.homeroom.server.rpc.PageTokens.ListIdentity;
import dev.homeroom.server.rpc.Refusal;
import dev.homeroom.server.rpc.ResourceNames;
import dev.homeroom.server.rpc.ResourceNames.Collection;
import dev.homeroom.server.rpc.ResourceNames.RecordName;
import dev.homeroom.v1.Course;
import dev.homeroom.v1.DiffRevisionsRequest;
import dev.homeroom.v1.DiffRevisionsResponse;
import dev.homeroom.v1.District;
import dev.homeroom.v1.GetCourseRequest;
import dev.homeroom.v1.GetDistrictRequest;
import dev.homeroom.v1.GetSchoolRequest;
import dev.homeroom.v1.GetSectionRequest;
import dev.homeroom.v1.GetSectionRosterRequest;
import dev.homeroom.v1.GetTermRequest;
import dev.homeroom.v1.GetUserRequest;
import dev.homeroom.v1.ListCoursesRequest;
import dev.homeroom.v1.ListCoursesResponse;
import dev.homeroom.v1.ListDistrictsRequest;
import dev.homeroom.v1.ListDistrictsResponse;
import dev.homeroom.v1.ListSchoolsRequest;
import dev.homeroom.v1.ListSchoolsResponse;
import dev.homeroom.v1.ListSectionsRequest;
import dev.homeroom.v1.ListSectionsResponse;
import dev.homeroom.v1.ListTermsRequest;
import dev.homeroom.v1.ListTermsResponse;
import dev.homeroom.v1.ListUsersRequest;
import dev.homeroom.v1.ListUsersResponse;
import dev.homeroom.v1.RosterServiceGrpc;
import dev.homeroom.v1.School;
import dev.homeroom.v1.Section;
import dev.homeroom.v1.SectionRoster;
import dev.homeroom.v1.Term;
import dev.homeroom.v1.User;
import dev.homeroom.v1.WatchRosterRequest;
import dev.homeroom.v1.WatchRosterResponse;
import io.grpc.stub.StreamObserver;
import java.util.Optional;

/** Answers homeroom.v1.RosterService; the proto says what each method promises. */
public final class RosterService extends RosterServiceGrpc.RosterServiceImplBase {
  private final Roster roster;
  private final Districts districts;
  private final Differences differences;
  private final RosterWatches watches;

  /**
   * Reads from the database.
   *
   * @param pages signs page tokens
   * @param watches answers {@code WatchRoster}
   */
  public RosterService(Database database, PageTokens pages, RosterWatches watches) {
    var moments = new Moments(database);
    this.roster = new Roster(moments, pages);
    this.districts = new Districts(database, moments, pages);
    this.differences = new Differences(moments, pages);
    this.watches = watches;
  }

  @Override
  public void getDistrict(GetDistrictRequest request, StreamObserver<District> observer) {
    var id = ResourceNames.requireDistrict("name", request.getName());
    var when = When.of(request.hasAsOf(), request.getAsOf());
    Answers.send(observer, districts.find(id, when));
  }

  @Override
  public void listDistricts(
      ListDistrictsRequest request, StreamObserver<ListDistrictsResponse> observer) {
    Answers.send(observer, districts.page(request));
  }

  @Override
  public void getSchool(GetSchoolRequest request, StreamObserver<School> observer) {
    var name = Collection.SCHOOLS.require("name", request.getName());
    var when = When.of(request.hasAsOf(), request.getAsOf());
    Answers.send(observer, roster.find(RecordKind.SCHOOLS, name, when));
  }

  @Override
  public void listSchools(
      ListSchoolsRequest request, StreamObserver<ListSchoolsResponse> observer) {
    var when = When.of(request.hasAsOf(), request.getAsOf());
    var page =
        roster.page(
            RecordKind.SCHOOLS,
            parent(request.getParent()),
            new PageRequest(
                ListIdentity.of("ListSchools", request.getParent(), when.identity()),
                when,
                request.getPageSize(),
                request.getPageToken()));
    Answers.send(
        observer,
        ListSchoolsResponse.newBuilder()
            .addAllSchools(page.rows())
            .setNextPageToken(page.next())
            .setRevision(page.revision())
            .build());
  }

  @Override
  public void getTerm(GetTermRequest request, StreamObserver<Term> observer) {
    var name = Collection.TERMS.require("name", request.getName());
    var when = When.of(request.hasAsOf(), request.getAsOf());
    Answers.send(observer, roster.find(RecordKind.TERMS, name, when));
  }

  @Override
  public void listTerms(ListTermsRequest request, StreamObserver<ListTermsResponse> observer) {
    var when = When.of(request.hasAsOf(), request.getAsOf());
    var page =
        roster.page(
            RecordKind.TERMS,
            parent(request.getParent()),
            new PageRequest(
                ListIdentity.of("ListTerms", request.getParent(), when.identity()),
                when,
                request.getPageSize(),
                request.getPageToken()));
    Answers.send(
        observer,
        ListTermsResponse.newBuilder()
            .addAllTerms(page.rows())
            .setNextPageToken(page.next())
            .setRevision(page.revision())
            .build());
  }

  @Override
  public void getCourse(GetCourseRequest request, StreamObserver<Course> observer) {
    var name = Collection.COURSES.require("name", request.getName());
    var when = When.of(request.hasAsOf(), request.getAsOf());
    Answers.send(observer, roster.find(RecordKind.COURSES, name, when));
  }

  @Override
  public void listCourses(
      ListCoursesRequest request, StreamObserver<ListCoursesResponse> observer) {
    var when = When.of(request.hasAsOf(), request.getAsOf());
    var page =
        roster.page(
            RecordKind.COURSES,
            parent(request.getParent()),
            new PageRequest(
                ListIdentity.of("ListCourses", request.getParent(), when.identity()),
                when,
                request.getPageSize(),
                request.getPageToken()));
    Answers.send(
        observer,
        ListCoursesResponse.newBuilder()
            .addAllCourses(page.rows())
            .setNextPageToken(page.next())
            .setRevision(page.revision())
            .build());
  }

  @Override
  public void getSection(GetSectionRequest request, StreamObserver<Section> observer) {
    var name = Collection.SECTIONS.require("name", request.getName());
    var when = When.of(request.hasAsOf(), request.getAsOf());
    Answers.send(observer, roster.find(RecordKind.SECTIONS, name, when));
  }

  @Override
  public void listSections(
      ListSectionsRequest request, StreamObserver<ListSectionsResponse> observer) {
    var district = parent(request.getParent());
    var user = filter("user", Collection.USERS, district, request.getUser());
    var school = filter("school", Collection.SCHOOLS, district, request.getSchool());
    var when = When.of(request.hasAsOf(), request.getAsOf());
    var page =
        roster.page(
            RecordKind.SECTIONS,
            district,
            new PageRequest(
                ListIdentity.of(
                    "ListSections",
                    request.getParent(),
                    request.getUser(),
                    request.getSchool(),
                    when.identity()),
                when,
                request.getPageSize(),
                request.getPageToken()),
            moment -> SectionFilters.of(moment, user, school));
    Answers.send(
        observer,
        ListSectionsResponse.newBuilder()
            .addAllSections(page.rows())
            .setNextPageToken(page.next())
            .setRevision(page.revision())
            .build());
  }

  @Override
  public void getUser(GetUserRequest request, StreamObserver<User> observer) {
    var name = Collection.USERS.require("name", request.getName());
    var when = When.of(request.hasAsOf(), request.getAsOf());
    Answers.send(observer, roster.find(RecordKind.USERS, name, when));
  }

  @Override
  public void listUsers(ListUsersRequest request, StreamObserver<ListUsersResponse> observer) {
    var district = parent(request.getParent());
    var holders = UserFilters.holding(request.getRole());
    var when = When.of(request.hasAsOf(), request.getAsOf());
    var page =
        roster.page(
            RecordKind.USERS,
            district,
            new PageRequest(
                ListIdentity.of(
                    "ListUsers", request.getParent(), request.getRole().name(), when.identity()),
                when,
                request.getPageSize(),
                request.getPageToken()),
            holders);
    Answers.send(
        observer,
        ListUsersResponse.newBuilder()
            .addAllUsers(page.rows())
            .setNextPageToken(page.next())
            .setRevision(page.revision())
            .build());
  }

  @Override
  public void getSectionRoster(
      GetSectionRosterRequest request, StreamObserver<SectionRoster> observer) {
    var name = Collection.SECTIONS.require("section", request.getSection());
    var when = When.of(request.hasAsOf(), request.getAsOf());
    Answers.send(
        observer, roster.read(name.district(), when, moment -> SectionRosters.read(moment, name)));
  }

  @Override
  public void diffRevisions(
      DiffRevisionsRequest request, StreamObserver<DiffRevisionsResponse> observer) {
    Answers.send(observer, differences.page(parent(request.getParent()), request));
  }

  @Override
  public void watchRoster(
      WatchRosterRequest request, StreamObserver<WatchRosterResponse> observer) {
    watches.serve(request, observer);
  }

  private static CleverId parent(String parent) {
    return ResourceNames.requireDistrict("parent", parent);
  }

  private static Optional<CleverId> filter(
      String field, Collection collection, CleverId district, String name) {
    if (name.isEmpty()) {
      return Optional.empty();
    }
    RecordName record = collection.require(field, name);
    if (!record.district().equals(district)) {
      throw new Refusal.InvalidField(field, "must be of the district that parent names")
          .exception();
    }
    return Optional.of(record.id());
  }
}
