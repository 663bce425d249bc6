package dev.homeroom.server.roster;

import dev.homeroom.server.db.CleverId;
import dev.homeroom.server.db.Database;
import dev.homeroom.server.db.generated.tables.records.CoursesRecord;
import dev.homeroom.server.db.generated.tables.records.SchoolsRecord;
import dev.homeroom.server.db.generated.tables.records.TermsRecord;
import dev.homeroom.server.roster.Roster.Moment;
import dev.homeroom.server.roster.Roster.PageRequest;
import dev.homeroom.server.rpc.Answers;
import dev.homeroom.server.rpc.PageTokens;
import dev.homeroom.server.rpc.PageTokens.ListIdentity;
import dev.homeroom.server.rpc.Refusal;
import dev.homeroom.server.rpc.ResourceNames;
import dev.homeroom.server.rpc.ResourceNames.Collection;
import dev.homeroom.server.rpc.ResourceNames.RecordName;
import dev.homeroom.v1.Course;
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
import io.grpc.stub.StreamObserver;
import java.util.Optional;

/** Answers homeroom.v1.RosterService; the proto says what each method promises. */
public final class RosterService extends RosterServiceGrpc.RosterServiceImplBase {
  private final Roster roster;
  private final Districts districts;

  /** Reads from the database; signs pages with the tokens. */
  public RosterService(Database database, PageTokens tokens) {
    this.roster = new Roster(database, tokens);
    this.districts = new Districts(database, tokens);
  }

  @Override
  public void getDistrict(GetDistrictRequest request, StreamObserver<District> observer) {
    Answers.send(
        observer, districts.find(ResourceNames.requireDistrict("name", request.getName())));
  }

  @Override
  public void listDistricts(
      ListDistrictsRequest request, StreamObserver<ListDistrictsResponse> observer) {
    Answers.send(observer, districts.page(request));
  }

  @Override
  public void getSchool(GetSchoolRequest request, StreamObserver<School> observer) {
    var name = Collection.SCHOOLS.require("name", request.getName());
    Answers.send(
        observer, roster.find(Collection.SCHOOLS, name, RosterService::schools, Messages::school));
  }

  @Override
  public void listSchools(
      ListSchoolsRequest request, StreamObserver<ListSchoolsResponse> observer) {
    var page =
        roster.page(
            parent(request.getParent()),
            new PageRequest(
                ListIdentity.of("ListSchools", request.getParent()),
                request.getPageSize(),
                request.getPageToken()),
            RosterService::schools,
            Messages::school);
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
    Answers.send(
        observer, roster.find(Collection.TERMS, name, RosterService::terms, Messages::term));
  }

  @Override
  public void listTerms(ListTermsRequest request, StreamObserver<ListTermsResponse> observer) {
    var page =
        roster.page(
            parent(request.getParent()),
            new PageRequest(
                ListIdentity.of("ListTerms", request.getParent()),
                request.getPageSize(),
                request.getPageToken()),
            RosterService::terms,
            Messages::term);
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
    Answers.send(
        observer, roster.find(Collection.COURSES, name, RosterService::courses, Messages::course));
  }

  @Override
  public void listCourses(
      ListCoursesRequest request, StreamObserver<ListCoursesResponse> observer) {
    var page =
        roster.page(
            parent(request.getParent()),
            new PageRequest(
                ListIdentity.of("ListCourses", request.getParent()),
                request.getPageSize(),
                request.getPageToken()),
            RosterService::courses,
            Messages::course);
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
    Answers.send(
        observer,
        roster.find(
            Collection.SECTIONS,
            name,
            moment -> new Versions<>(moment.scope().sections(), moment.scope().formerSections()),
            Messages::section));
  }

  @Override
  public void listSections(
      ListSectionsRequest request, StreamObserver<ListSectionsResponse> observer) {
    var district = parent(request.getParent());
    var user = filter("user", Collection.USERS, district, request.getUser());
    var school = filter("school", Collection.SCHOOLS, district, request.getSchool());
    var page =
        roster.page(
            district,
            new PageRequest(
                ListIdentity.of(
                    "ListSections", request.getParent(), request.getUser(), request.getSchool()),
                request.getPageSize(),
                request.getPageToken()),
            moment -> SectionFilters.of(moment, user, school),
            Messages::section);
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
    Answers.send(
        observer,
        roster.find(
            Collection.USERS,
            name,
            moment -> new Versions<>(moment.scope().users(), moment.scope().formerUsers()),
            UserMessages::user));
  }

  @Override
  public void listUsers(ListUsersRequest request, StreamObserver<ListUsersResponse> observer) {
    var district = parent(request.getParent());
    var holders = UserFilters.holding(request.getRole());
    var page =
        roster.page(
            district,
            new PageRequest(
                ListIdentity.of("ListUsers", request.getParent(), request.getRole().name()),
                request.getPageSize(),
                request.getPageToken()),
            holders,
            UserMessages::user);
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
    Answers.send(
        observer, roster.read(name.district(), moment -> SectionRosters.read(moment, name)));
  }

  private static Versions<SchoolsRecord> schools(Moment moment) {
    return new Versions<>(moment.scope().schools(), moment.scope().formerSchools());
  }

  private static Versions<TermsRecord> terms(Moment moment) {
    return new Versions<>(moment.scope().terms(), moment.scope().formerTerms());
  }

  private static Versions<CoursesRecord> courses(Moment moment) {
    return new Versions<>(moment.scope().courses(), moment.scope().formerCourses());
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
