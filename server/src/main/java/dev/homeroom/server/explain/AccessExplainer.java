package dev.homeroom.server.explain;

import dev.homeroom.server.access.DistrictGate.GateClosure;
import dev.homeroom.server.access.UserAccess;
import dev.homeroom.server.roster.record.Moment;
import dev.homeroom.server.roster.record.RecordKind;
import dev.homeroom.server.rpc.ResourceNames.RecordName;
import dev.homeroom.v1.AccessExplanation;
import dev.homeroom.v1.CallerRole;
import java.util.stream.Collectors;

/** Explains what one user sees, and who sees the user. */
record AccessExplainer(Moment moment, RecordName user, UserAccess access) {
  AccessExplanation explain() {
    return AccessExplanation.newBuilder()
        .setName(RecordKind.USERS.name(user.district(), user.id()))
        .setRevision(moment.revision())
        .addAllRoles(access.roles().stream().sorted().toList())
        .setLetIn(access.letIn())
        .setExplanation(sentence())
        .addAllSees(access.sees())
        .addAllGranted(access.granted())
        .addAllPeople(access.people())
        .build();
  }

  private String sentence() {
    if (access.rules().isEmpty()) {
      return "Nobody signs in with Clever here: access.yaml has no users.";
    }
    if (access.closure().isPresent()) {
      return sentence(access.closure().get());
    }
    if (!access.letIn()) {
      return "The user is a contact of students alone, which opens nothing: no token of Clever's"
          + " lets the user in.";
    }
    return "With a token of Clever's the user is let in as "
        + access.roles().stream()
            .sorted()
            .map(AccessExplainer::words)
            .collect(Collectors.joining(" and "))
        + "."
        + classmates();
  }

  private static String sentence(GateClosure closure) {
    return switch (closure) {
      case ENDED ->
          "The declaration of the user's district has ended, so no token of Clever's lets anybody"
              + " of it in until it is declared again.";
      case NOT_ACCEPTED ->
          "The roster of the user's district has not been accepted, so no token of Clever's lets"
              + " anybody of it in until a reviewer accepts it.";
    };
  }

  private String classmates() {
    boolean hidden =
        access.roles().contains(CallerRole.CALLER_ROLE_STUDENT)
            && access.rules().filter(rules -> !rules.classmatesNamed()).isPresent();
    return hidden
        ? " Of classmates the user sees nothing, since access.yaml does not say users.classmates:"
            + " NameOnly."
        : "";
  }

  private static String words(CallerRole role) {
    return switch (role) {
      case CALLER_ROLE_STUDENT -> "a student";
      case CALLER_ROLE_TEACHER -> "a teacher";
      case CALLER_ROLE_STAFF -> "staff";
      case CALLER_ROLE_DISTRICT_ADMIN -> "a district admin";
      case CALLER_ROLE_APP,
          CALLER_ROLE_REVIEWER,
          CALLER_ROLE_OPERATOR,
          CALLER_ROLE_UNSPECIFIED,
          UNRECOGNIZED ->
          throw new IllegalStateException("no role of a user: " + role);
    };
  }
}
