package dev.homeroom.server.rpc;

import dev.homeroom.server.db.CleverId;
import dev.homeroom.v1.ErrorReason;
import io.grpc.Status;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.SortedSet;

/**
 * Why a call is not answered. Services throw {@link #exception()}; {@link RefusalInterceptor} turns
 * it into a status. The sentence is for people and says the next step; neither it nor the metadata
 * names a person.
 */
public sealed interface Refusal {
  /** The reason as the contract names it. */
  ErrorReason reason();

  /** What happened and what to do, for people. */
  String sentence();

  /** What programs may read beside the reason; names resources, never people. */
  default Map<String, String> metadata() {
    return Map.of();
  }

  /** The fields that are wrong; empty unless that is the reason. */
  default List<Violation> violations() {
    return List.of();
  }

  /** The status code that belongs to the reason. */
  default Status.Code code() {
    return switch (reason()) {
      case ERROR_REASON_TOKEN_MISSING, ERROR_REASON_TOKEN_REJECTED -> Status.Code.UNAUTHENTICATED;
      case ERROR_REASON_ROLE_MISSING,
          ERROR_REASON_USER_NOT_IN_ROSTER,
          ERROR_REASON_FIELD_NOT_GRANTED,
          ERROR_REASON_GRANT_NOT_WHOLE,
          ERROR_REASON_CLEVER_TOKEN_REQUIRED,
          ERROR_REASON_AUTOMATIC_CONFIRMATION_NOT_GRANTED,
          ERROR_REASON_LOGIN_SECRET_WRONG,
          ERROR_REASON_PLAN_NOT_READABLE,
          ERROR_REASON_REDIRECT_URI_NOT_LISTED ->
          Status.Code.PERMISSION_DENIED;
      case ERROR_REASON_INVALID_FIELD,
          ERROR_REASON_LOGIN_STATE_INVALID,
          ERROR_REASON_PAGE_TOKEN_INVALID,
          ERROR_REASON_REQUEST_MALFORMED,
          ERROR_REASON_RESUME_TOKEN_INVALID,
          ERROR_REASON_REVISION_IN_FUTURE ->
          Status.Code.INVALID_ARGUMENT;
      case ERROR_REASON_DISTRICT_NOT_FOUND,
          ERROR_REASON_PLAN_NOT_FOUND,
          ERROR_REASON_RECORD_NOT_FOUND,
          ERROR_REASON_SYNC_RUN_NOT_FOUND ->
          Status.Code.NOT_FOUND;
      case ERROR_REASON_DISTRICT_ENDED,
          ERROR_REASON_DISTRICT_OWNED,
          ERROR_REASON_DISTRICT_RESERVED,
          ERROR_REASON_CLEVER_TOKEN_NOT_PROVEN,
          ERROR_REASON_DISTRICT_SUSPENDED,
          ERROR_REASON_LOGIN_CODE_REJECTED,
          ERROR_REASON_LOGIN_EXPIRED,
          ERROR_REASON_LOGIN_STATE_MISSING,
          ERROR_REASON_LOGIN_UNPROVEN,
          ERROR_REASON_SIGN_IN_NOT_CONFIGURED,
          ERROR_REASON_PLAN_DIGEST_MISMATCH,
          ERROR_REASON_PLAN_ALREADY_APPROVED,
          ERROR_REASON_PLAN_ALREADY_REJECTED,
          ERROR_REASON_PLAN_LAPSED,
          ERROR_REASON_PLAN_SUPERSEDED,
          ERROR_REASON_SECTIONS_EXPLICIT,
          ERROR_REASON_SECTION_NOT_LEFT_OUT,
          ERROR_REASON_SHARE_DIGEST_MISMATCH,
          ERROR_REASON_SHARE_NOT_COMPUTED,
          ERROR_REASON_SHARING_CHANGED,
          ERROR_REASON_SHARING_FROZEN,
          ERROR_REASON_SHARING_NOT_CONFIRMED,
          ERROR_REASON_SHARING_OF_NEWER_RELEASE,
          ERROR_REASON_TLS_REQUIRED,
          ERROR_REASON_TOO_MANY_SECTIONS,
          ERROR_REASON_SYNC_RUN_ENDED,
          ERROR_REASON_SYNC_RUN_APPLIED,
          ERROR_REASON_SYNC_RUN_ACTIVE ->
          Status.Code.FAILED_PRECONDITION;
      case ERROR_REASON_DATABASE_UNAVAILABLE,
          ERROR_REASON_CLEVER_UNAVAILABLE,
          ERROR_REASON_ISSUER_UNAVAILABLE,
          ERROR_REASON_SIGN_IN_UNAVAILABLE,
          ERROR_REASON_SHUTTING_DOWN ->
          Status.Code.UNAVAILABLE;
      case ERROR_REASON_HISTORY_TRIMMED -> Status.Code.OUT_OF_RANGE;
      case ERROR_REASON_REQUEST_ID_REUSED -> Status.Code.ALREADY_EXISTS;
      case ERROR_REASON_METHOD_UNKNOWN -> Status.Code.UNIMPLEMENTED;
      case ERROR_REASON_ACCESS_ENDED -> Status.Code.ABORTED;
      case ERROR_REASON_ANSWER_TOO_LARGE,
          ERROR_REASON_METADATA_TOO_LARGE,
          ERROR_REASON_READER_TOO_SLOW,
          ERROR_REASON_REQUEST_TOO_LARGE,
          ERROR_REASON_TOO_MANY_CALLS ->
          Status.Code.RESOURCE_EXHAUSTED;
      case ERROR_REASON_UNEXPECTED, ERROR_REASON_UNSPECIFIED, UNRECOGNIZED -> Status.Code.INTERNAL;
    };
  }

  /** After which time to try again, where trying again helps. */
  default Optional<Duration> retryAfter() {
    return code() == Status.Code.UNAVAILABLE
        ? Optional.of(Duration.ofSeconds(1))
        : Optional.empty();
  }

  /** The refusal as something to throw. */
  default RefusedException exception() {
    return new RefusedException(this);
  }

  /**
   * A field that is wrong.
   *
   * @param field its path in the request, for example {@code spec.schedule.cron}
   * @param description what is allowed, with an example; does not repeat the value
   */
  record Violation(String field, String description) {}

  /** Fields of the request are malformed or out of bounds. At least one. */
  record InvalidField(List<Violation> violations) implements Refusal {
    /** Keeps a copy of the list. */
    public InvalidField {
      violations = List.copyOf(violations);
    }

    /** One field is wrong. */
    public InvalidField(String field, String description) {
      this(List.of(new Violation(field, description)));
    }

    @Override
    public ErrorReason reason() {
      return ErrorReason.ERROR_REASON_INVALID_FIELD;
    }

    @Override
    public String sentence() {
      var first = violations.getFirst();
      var rest = violations.size() == 1 ? "" : " (and " + (violations.size() - 1) + " more)";
      return first.field() + ": " + first.description() + rest;
    }
  }

  /** The page token cannot go on with this list. */
  record PageTokenInvalid() implements Refusal {
    @Override
    public ErrorReason reason() {
      return ErrorReason.ERROR_REASON_PAGE_TOKEN_INVALID;
    }

    @Override
    public String sentence() {
      return "page_token does not belong to this list with these filters; start from the first"
          + " page.";
    }
  }

  /** The call carries no bearer token. */
  record TokenMissing() implements Refusal {
    @Override
    public ErrorReason reason() {
      return ErrorReason.ERROR_REASON_TOKEN_MISSING;
    }

    @Override
    public String sentence() {
      return "This call needs a token: send the metadata `authorization: Bearer <token>`.";
    }
  }

  /**
   * The token is not accepted.
   *
   * @param why a sentence that repeats nothing of the token
   */
  record TokenRejected(String why) implements Refusal {
    @Override
    public ErrorReason reason() {
      return ErrorReason.ERROR_REASON_TOKEN_REJECTED;
    }

    @Override
    public String sentence() {
      return "The token is not accepted: " + why;
    }
  }

  /**
   * The keys of a configured issuer cannot be fetched and none are known.
   *
   * @param issuer as access.yaml names it
   */
  record IssuerUnavailable(String issuer) implements Refusal {
    @Override
    public ErrorReason reason() {
      return ErrorReason.ERROR_REASON_ISSUER_UNAVAILABLE;
    }

    @Override
    public String sentence() {
      return "The keys of the token's issuer cannot be fetched; retry with back-off.";
    }

    @Override
    public Map<String, String> metadata() {
      return Map.of("issuer", issuer);
    }
  }

  /**
   * The caller has none of the roles that the method is open to.
   *
   * @param method the method's full name
   * @param roles the roles that would do, in lower case
   */
  record RoleMissing(String method, SortedSet<String> roles) implements Refusal {
    @Override
    public ErrorReason reason() {
      return ErrorReason.ERROR_REASON_ROLE_MISSING;
    }

    @Override
    public String sentence() {
      return method
          + " is open to the roles "
          + String.join(", ", roles)
          + "; the caller holds none of them: by the server's access.yaml, or by the roster where"
          + " it is a Clever user.";
    }

    @Override
    public Map<String, String> metadata() {
      return Map.of("method", method, "roles", String.join(",", roles));
    }
  }

  /** The token's user is in no live roster of ours. Which of the causes it is stays untold. */
  record UserNotInRoster() implements Refusal {
    @Override
    public ErrorReason reason() {
      return ErrorReason.ERROR_REASON_USER_NOT_IN_ROSTER;
    }

    @Override
    public String sentence() {
      return "The token is Clever's, but no roster here has its user as a student, teacher, staff or"
          + " district admin. The district may not share the user with this app in Clever, the user"
          + " may have been shared after the last sync, or may have left the district. Ask the"
          + " district to share the user, then sync the district.";
    }
  }

  /**
   * The caller must not ask for this.
   *
   * @param field the request's or the record's field
   */
  record FieldNotGranted(String field) implements Refusal {
    @Override
    public ErrorReason reason() {
      return ErrorReason.ERROR_REASON_FIELD_NOT_GRANTED;
    }

    @Override
    public String sentence() {
      return "The caller is not allowed to read or filter by " + field + "; remove it.";
    }

    @Override
    public Map<String, String> metadata() {
      return Map.of("field", field);
    }
  }

  /** The decision is about all of the district, the caller's grants about some schools of it. */
  record GrantNotWhole(CleverId district) implements Refusal {
    @Override
    public ErrorReason reason() {
      return ErrorReason.ERROR_REASON_GRANT_NOT_WHOLE;
    }

    @Override
    public String sentence() {
      return "This decides for all of district "
          + district
          + ", and the caller is granted some of its schools; ask a reviewer whose grant in"
          + " access.yaml has no `schools`.";
    }

    @Override
    public Map<String, String> metadata() {
      return Map.of("district", district.toString());
    }
  }

  /** No such district. */
  record DistrictNotFound(CleverId district) implements Refusal {
    @Override
    public ErrorReason reason() {
      return ErrorReason.ERROR_REASON_DISTRICT_NOT_FOUND;
    }

    @Override
    public String sentence() {
      return "District "
          + district
          + " is not declared, was never synced, or is not the caller's; declare it, let a sync"
          + " succeed, and look at the caller's grants.";
    }

    @Override
    public Map<String, String> metadata() {
      return Map.of("district", ResourceNames.district(district));
    }
  }

  /**
   * The district's declaration ended, and what was asked for ended with it.
   *
   * @param consequence how the sentence goes on behind "has ended"
   */
  record DistrictEnded(CleverId district, String consequence) implements Refusal {
    /** Refuses apps once the time for which they read on is over. */
    public static DistrictEnded forReaders(CleverId district) {
      return new DistrictEnded(
          district,
          "and the days for which apps may still read its roster are over; stop asking for it, or"
              + " have the district declared again.");
    }

    /** Refuses to sign people in. */
    public static DistrictEnded forSignIns(CleverId district) {
      return new DistrictEnded(
          district,
          "so its people cannot sign in; have the district declared again, or take its sign-in"
              + " link away.");
    }

    @Override
    public ErrorReason reason() {
      return ErrorReason.ERROR_REASON_DISTRICT_ENDED;
    }

    @Override
    public String sentence() {
      return "The declaration of district " + district + " has ended, " + consequence;
    }

    @Override
    public Map<String, String> metadata() {
      return Map.of("district", ResourceNames.district(district));
    }
  }

  /**
   * The live roster has no such record. The record's own id is left out, since it may be a
   * person's.
   *
   * @param collection the collection's word in names, for example {@code schools}
   * @param field which field of the request names it; empty where there is only one
   */
  record RecordNotFound(CleverId district, String collection, Optional<String> field)
      implements Refusal {
    @Override
    public ErrorReason reason() {
      return ErrorReason.ERROR_REASON_RECORD_NOT_FOUND;
    }

    @Override
    public String sentence() {
      return "The live roster of district "
          + district
          + " has no such record among its "
          + collection
          + field.map(path -> " as " + path + " names").orElse("")
          + "; Clever may have stopped sharing it.";
    }

    @Override
    public Map<String, String> metadata() {
      var metadata = new HashMap<String, String>();
      metadata.put("district", ResourceNames.district(district));
      metadata.put("collection", collection);
      field.ifPresent(path -> metadata.put("field", path));
      return metadata;
    }
  }

  /** No such sync run, or not any more. */
  record SyncRunNotFound(ResourceNames.SyncRunName run) implements Refusal {
    @Override
    public ErrorReason reason() {
      return ErrorReason.ERROR_REASON_SYNC_RUN_NOT_FOUND;
    }

    @Override
    public String sentence() {
      return "There is no sync run " + run + "; list the district's runs to see which are kept.";
    }

    @Override
    public Map<String, String> metadata() {
      return Map.of("syncRun", run.toString());
    }
  }

  /** The district has no such plan. */
  record PlanNotFound(ResourceNames.PlanName plan) implements Refusal {
    @Override
    public ErrorReason reason() {
      return ErrorReason.ERROR_REASON_PLAN_NOT_FOUND;
    }

    @Override
    public String sentence() {
      return "There is no plan " + plan + "; list the district's plans to see which there are.";
    }

    @Override
    public Map<String, String> metadata() {
      return Map.of("plan", plan.toString());
    }
  }

  /** A decision over other changes than those of the plan. */
  record PlanDigestMismatch(ResourceNames.PlanName plan, String digest) implements Refusal {
    @Override
    public ErrorReason reason() {
      return ErrorReason.ERROR_REASON_PLAN_DIGEST_MISMATCH;
    }

    @Override
    public String sentence() {
      return "The digest is not that of plan "
          + plan
          + "; look at the plan's changes, and decide with the digest that the plan shows.";
    }

    @Override
    public Map<String, String> metadata() {
      return Map.of("plan", plan.toString(), "digest", digest);
    }
  }

  /** The plan holds changes that the caller may not read. */
  record PlanNotReadable(ResourceNames.PlanName plan) implements Refusal {
    @Override
    public ErrorReason reason() {
      return ErrorReason.ERROR_REASON_PLAN_NOT_READABLE;
    }

    @Override
    public String sentence() {
      return "Plan "
          + plan
          + " holds changes that the caller may not read, and nobody decides over what they have not"
          + " seen; ask a reviewer whose grant in access.yaml reads every change of the plan.";
    }

    @Override
    public Map<String, String> metadata() {
      return Map.of("plan", plan.toString());
    }
  }

  /** The plan was approved before. */
  record PlanAlreadyApproved(ResourceNames.PlanName plan) implements Refusal {
    @Override
    public ErrorReason reason() {
      return ErrorReason.ERROR_REASON_PLAN_ALREADY_APPROVED;
    }

    @Override
    public String sentence() {
      return "Plan "
          + plan
          + " was approved before, which cannot be undone; there is nothing to do.";
    }

    @Override
    public Map<String, String> metadata() {
      return Map.of("plan", plan.toString());
    }
  }

  /** The plan was rejected before. */
  record PlanAlreadyRejected(ResourceNames.PlanName plan) implements Refusal {
    @Override
    public ErrorReason reason() {
      return ErrorReason.ERROR_REASON_PLAN_ALREADY_REJECTED;
    }

    @Override
    public String sentence() {
      return "Plan "
          + plan
          + " was rejected before; there is nothing to do, and it can still be approved.";
    }

    @Override
    public Map<String, String> metadata() {
      return Map.of("plan", plan.toString());
    }
  }

  /** There is nothing to decide any more. */
  record PlanLapsed(ResourceNames.PlanName plan) implements Refusal {
    @Override
    public ErrorReason reason() {
      return ErrorReason.ERROR_REASON_PLAN_LAPSED;
    }

    @Override
    public String sentence() {
      return "Plan "
          + plan
          + " has lapsed: Clever shares its records again, or an approval was not carried out"
          + " within 24 hours. What still goes waits in a newer plan; list the district's plans.";
    }

    @Override
    public Map<String, String> metadata() {
      return Map.of("plan", plan.toString());
    }
  }

  /** Another plan has taken the place of this one. */
  record PlanSuperseded(ResourceNames.PlanName plan, Optional<String> pending) implements Refusal {
    @Override
    public ErrorReason reason() {
      return ErrorReason.ERROR_REASON_PLAN_SUPERSEDED;
    }

    @Override
    public String sentence() {
      return "Plan "
          + plan
          + " was superseded, since Clever says something else now; look at "
          + pending.orElse("the district's newer plans")
          + " instead.";
    }

    @Override
    public Map<String, String> metadata() {
      return pending
          .<Map<String, String>>map(name -> Map.of("plan", plan.toString(), "pendingPlan", name))
          .orElseGet(() -> Map.of("plan", plan.toString()));
    }
  }

  /**
   * The run has come to its end.
   *
   * @param state how, as the contract's SyncState says it, without its prefix
   */
  record SyncRunEnded(ResourceNames.SyncRunName run, String state) implements Refusal {
    @Override
    public ErrorReason reason() {
      return ErrorReason.ERROR_REASON_SYNC_RUN_ENDED;
    }

    @Override
    public String sentence() {
      return "Sync run " + run + " has ended " + state + ", so there is nothing to cancel.";
    }

    @Override
    public Map<String, String> metadata() {
      return Map.of("syncRun", run.toString(), "state", state);
    }
  }

  /** The run has changed the roster already. */
  record SyncRunApplied(ResourceNames.SyncRunName run) implements Refusal {
    @Override
    public ErrorReason reason() {
      return ErrorReason.ERROR_REASON_SYNC_RUN_APPLIED;
    }

    @Override
    public String sentence() {
      return "Sync run "
          + run
          + " has written its revision and is about to end; look at what it changed.";
    }

    @Override
    public Map<String, String> metadata() {
      return Map.of("syncRun", run.toString());
    }
  }

  /** What is wished can neither join the run that is active nor go on beside it. */
  record SyncRunActive(ResourceNames.SyncRunName run) implements Refusal {
    @Override
    public ErrorReason reason() {
      return ErrorReason.ERROR_REASON_SYNC_RUN_ACTIVE;
    }

    @Override
    public String sentence() {
      return "A sync of the district is under way: " + run + "; ask again after its end.";
    }

    @Override
    public Map<String, String> metadata() {
      return Map.of("syncRun", run.toString());
    }
  }

  /**
   * Somebody else declares the district.
   *
   * @param owner who does, for people and programs
   * @param formerCluster how the cluster of the same resource was called before
   */
  record DistrictOwned(CleverId district, String owner, Optional<String> formerCluster)
      implements Refusal {
    @Override
    public ErrorReason reason() {
      return ErrorReason.ERROR_REASON_DISTRICT_OWNED;
    }

    @Override
    public String sentence() {
      return "District "
          + district
          + " is declared by "
          + owner
          + "; have that owner delete its declaration first.";
    }

    @Override
    public Map<String, String> metadata() {
      var metadata = new HashMap<String, String>();
      metadata.put("district", ResourceNames.district(district));
      metadata.put("owner", owner);
      formerCluster.ifPresent(name -> metadata.put("formerCluster", name));
      return metadata;
    }
  }

  /** The district is kept for the namespace that declared it last. */
  record DistrictReserved(CleverId district, Instant until) implements Refusal {
    @Override
    public ErrorReason reason() {
      return ErrorReason.ERROR_REASON_DISTRICT_RESERVED;
    }

    @Override
    public String sentence() {
      return "District "
          + district
          + " was declared elsewhere and is kept for its former owner until "
          + until.truncatedTo(ChronoUnit.SECONDS)
          + "; wait, or have that owner or a reviewer release it.";
    }

    @Override
    public Map<String, String> metadata() {
      return Map.of(
          "district",
          ResourceNames.district(district),
          "until",
          until.truncatedTo(ChronoUnit.SECONDS).toString());
    }
  }

  /** The declaration has to bring a token. */
  record TokenRequired(CleverId district) implements Refusal {
    @Override
    public ErrorReason reason() {
      return ErrorReason.ERROR_REASON_CLEVER_TOKEN_REQUIRED;
    }

    @Override
    public String sentence() {
      return "District "
          + district
          + " may not be declared without its token here; send the token that Clever shows for it,"
          + " or have withoutToken set in the caller's grant in access.yaml.";
    }

    @Override
    public Map<String, String> metadata() {
      return Map.of("district", ResourceNames.district(district));
    }
  }

  /** Nobody may have this sharing confirmed without a reviewer. */
  record AutomaticConfirmationNotGranted(CleverId district) implements Refusal {
    @Override
    public ErrorReason reason() {
      return ErrorReason.ERROR_REASON_AUTOMATIC_CONFIRMATION_NOT_GRANTED;
    }

    @Override
    public String sentence() {
      return "What district "
          + district
          + " shares may not be confirmed without a reviewer here; declare manual confirmation, or"
          + " have automaticConfirmation set in the caller's grant in access.yaml.";
    }

    @Override
    public Map<String, String> metadata() {
      return Map.of("district", ResourceNames.district(district));
    }
  }

  /**
   * A new owner's token is not that of the district.
   *
   * @param why a clause that repeats nothing of the token
   */
  record TokenNotProven(CleverId district, String why) implements Refusal {
    @Override
    public ErrorReason reason() {
      return ErrorReason.ERROR_REASON_CLEVER_TOKEN_NOT_PROVEN;
    }

    @Override
    public String sentence() {
      return "The token does not prove district "
          + district
          + ": "
          + why
          + ". A new owner needs the token that Clever shows for this district.";
    }

    @Override
    public Map<String, String> metadata() {
      return Map.of("district", ResourceNames.district(district));
    }
  }

  /** Clever did not say whose a token is. */
  record CleverUnavailable() implements Refusal {
    @Override
    public ErrorReason reason() {
      return ErrorReason.ERROR_REASON_CLEVER_UNAVAILABLE;
    }

    @Override
    public String sentence() {
      return "Clever gave no answer, so the token could not be proven; nothing was changed. Retry"
          + " with back-off.";
    }
  }

  /** The district is suspended. */
  record DistrictSuspended(CleverId district) implements Refusal {
    @Override
    public ErrorReason reason() {
      return ErrorReason.ERROR_REASON_DISTRICT_SUSPENDED;
    }

    @Override
    public String sentence() {
      return "District " + district + " is suspended, so it does not sync; set suspend to false.";
    }

    @Override
    public Map<String, String> metadata() {
      return Map.of("district", ResourceNames.district(district));
    }
  }

  /** Credentials came over a connection that others can read. */
  record TlsRequired() implements Refusal {
    @Override
    public ErrorReason reason() {
      return ErrorReason.ERROR_REASON_TLS_REQUIRED;
    }

    @Override
    public String sentence() {
      return "Credentials are taken by TLS alone; call with TLS, or from the server's own machine.";
    }
  }

  /** Postgres does not answer. */
  record DatabaseUnavailable() implements Refusal {
    @Override
    public ErrorReason reason() {
      return ErrorReason.ERROR_REASON_DATABASE_UNAVAILABLE;
    }

    @Override
    public String sentence() {
      return "The database does not answer; nothing was changed. Retry with back-off.";
    }
  }

  /**
   * A failure that Homeroom cannot explain.
   *
   * @param errorId stands in the log beside the cause
   */
  record Unexpected(String errorId) implements Refusal {
    @Override
    public ErrorReason reason() {
      return ErrorReason.ERROR_REASON_UNEXPECTED;
    }

    @Override
    public String sentence() {
      return "Homeroom failed; the server's log has the cause under error id " + errorId + ".";
    }

    @Override
    public Map<String, String> metadata() {
      return Map.of("errorId", errorId);
    }
  }

  /**
   * What was asked for is older than the history that is kept, or a token is of a revision that
   * nobody knows any more.
   *
   * @param oldest the oldest revision that can be asked for
   */
  record HistoryTrimmed(CleverId district, long oldest) implements Refusal {
    @Override
    public ErrorReason reason() {
      return ErrorReason.ERROR_REASON_HISTORY_TRIMMED;
    }

    @Override
    public String sentence() {
      return "That revision of district "
          + district
          + " is not kept, the oldest one is "
          + oldest
          + "; ask for a newer one, or start again without a token.";
    }

    @Override
    public Map<String, String> metadata() {
      return Map.of(
          "district", ResourceNames.district(district), "oldestRevision", Long.toString(oldest));
    }
  }

  /**
   * What was asked for is still to come.
   *
   * @param newest the district's newest revision
   */
  record RevisionInFuture(CleverId district, long newest) implements Refusal {
    @Override
    public ErrorReason reason() {
      return ErrorReason.ERROR_REASON_REVISION_IN_FUTURE;
    }

    @Override
    public String sentence() {
      return "District "
          + district
          + " is at revision "
          + newest
          + "; ask for that or an earlier one, or for a time that has passed.";
    }

    @Override
    public Map<String, String> metadata() {
      return Map.of(
          "district", ResourceNames.district(district), "newestRevision", Long.toString(newest));
    }
  }

  /** What is declared is not the confirmed sharing, nor one that it allows. */
  record SharingFrozen(CleverId district) implements Refusal {
    @Override
    public ErrorReason reason() {
      return ErrorReason.ERROR_REASON_SHARING_FROZEN;
    }

    @Override
    public String sentence() {
      return "What district "
          + district
          + " shares has been confirmed, and another sharing was declared. Either declare the"
          + " confirmed one again, which the district's state tells and to which only sections may be"
          + " added; or have a reviewer approve this change, and declare it then.";
    }

    @Override
    public Map<String, String> metadata() {
      return Map.of("district", ResourceNames.district(district));
    }
  }

  /** No sync has come to what the declared sharing covers. */
  record ShareNotComputed(CleverId district) implements Refusal {
    @Override
    public ErrorReason reason() {
      return ErrorReason.ERROR_REASON_SHARE_NOT_COMPUTED;
    }

    @Override
    public String sentence() {
      return "No sync of district "
          + district
          + " has succeeded with the sharing that is declared now; let one succeed, and look at the"
          + " share that it comes to.";
    }

    @Override
    public Map<String, String> metadata() {
      return Map.of("district", ResourceNames.district(district));
    }
  }

  /**
   * A confirmation of another share than the present one.
   *
   * @param digest that of the present one
   */
  record ShareDigestMismatch(CleverId district, String digest) implements Refusal {
    @Override
    public ErrorReason reason() {
      return ErrorReason.ERROR_REASON_SHARE_DIGEST_MISMATCH;
    }

    @Override
    public String sentence() {
      return "District "
          + district
          + " shares something else by now; look at its share again, and confirm with the digest"
          + " that it shows.";
    }

    @Override
    public Map<String, String> metadata() {
      return Map.of("district", ResourceNames.district(district), "digest", digest);
    }
  }

  /** The district's sharing has not been confirmed. */
  record SharingNotConfirmed(CleverId district) implements Refusal {
    @Override
    public ErrorReason reason() {
      return ErrorReason.ERROR_REASON_SHARING_NOT_CONFIRMED;
    }

    @Override
    public String sentence() {
      return "The sharing of district "
          + district
          + " has not been confirmed yet, so it can still be changed freely; confirm it first.";
    }

    @Override
    public Map<String, String> metadata() {
      return Map.of("district", ResourceNames.district(district));
    }
  }

  /** Sections are named by the declaration, or not chosen at all. */
  record SectionsExplicit(CleverId district) implements Refusal {
    @Override
    public ErrorReason reason() {
      return ErrorReason.ERROR_REASON_SECTIONS_EXPLICIT;
    }

    @Override
    public String sentence() {
      return "The confirmed sharing of district "
          + district
          + " does not pin sections by itself. Where it names sections, add them to the"
          + " declaration.";
    }

    @Override
    public Map<String, String> metadata() {
      return Map.of("district", ResourceNames.district(district));
    }
  }

  /** A section to adopt that Clever does not show, as far as is known. */
  record SectionNotLeftOut(CleverId district, CleverId section) implements Refusal {
    @Override
    public ErrorReason reason() {
      return ErrorReason.ERROR_REASON_SECTION_NOT_LEFT_OUT;
    }

    @Override
    public String sentence() {
      return "Section "
          + section
          + " of district "
          + district
          + " is neither left out nor pinned; adopt only sections that ListLeftOutRecords tells.";
    }

    @Override
    public Map<String, String> metadata() {
      return Map.of("section", ResourceNames.Collection.SECTIONS.name(district, section));
    }
  }

  /** A change that does not begin from what is confirmed. */
  record SharingChanged(CleverId district) implements Refusal {
    @Override
    public ErrorReason reason() {
      return ErrorReason.ERROR_REASON_SHARING_CHANGED;
    }

    @Override
    public String sentence() {
      return "The change does not begin from the confirmed sharing of district "
          + district
          + "; look at what is confirmed, and name it in `from`.";
    }

    @Override
    public Map<String, String> metadata() {
      return Map.of("district", ResourceNames.district(district));
    }
  }

  /** The database holds a sharing in words that this release does not know. */
  record SharingOfNewerRelease() implements Refusal {
    @Override
    public ErrorReason reason() {
      return ErrorReason.ERROR_REASON_SHARING_OF_NEWER_RELEASE;
    }

    @Override
    public String sentence() {
      return "What the district shares was declared or confirmed with a newer release of Homeroom, in"
          + " words that this server does not know; upgrade this server to that release.";
    }
  }

  /**
   * A sharing of sections would be held to more of them than a district can choose in Clever.
   *
   * @param sections how many it would be
   * @param most how many there may be
   */
  record TooManySections(CleverId district, int sections, int most) implements Refusal {
    @Override
    public ErrorReason reason() {
      return ErrorReason.ERROR_REASON_TOO_MANY_SECTIONS;
    }

    @Override
    public String sentence() {
      return "District "
          + district
          + " would be held to "
          + sections
          + " sections, and Clever lets a district choose at most "
          + most
          + "; declare another type of sharing, or adopt fewer.";
    }

    @Override
    public Map<String, String> metadata() {
      return Map.of(
          "district", ResourceNames.district(district), "sections", Integer.toString(sections));
    }
  }

  /** The resume token cannot go on with this watch. */
  record ResumeTokenInvalid() implements Refusal {
    @Override
    public ErrorReason reason() {
      return ErrorReason.ERROR_REASON_RESUME_TOKEN_INVALID;
    }

    @Override
    public String sentence() {
      return "resume_token does not belong to this caller, district and filter; start without one.";
    }
  }

  /**
   * What let the caller in does not hold any more.
   *
   * @param why a sentence that names nobody
   */
  record AccessEnded(String why) implements Refusal {
    @Override
    public ErrorReason reason() {
      return ErrorReason.ERROR_REASON_ACCESS_ENDED;
    }

    @Override
    public String sentence() {
      return why + " Resume with a new token.";
    }
  }

  /**
   * The caller of a stream did not read.
   *
   * @param patience how long the server waited for it
   */
  record ReaderTooSlow(Duration patience) implements Refusal {
    @Override
    public ErrorReason reason() {
      return ErrorReason.ERROR_REASON_READER_TOO_SLOW;
    }

    @Override
    public String sentence() {
      return "No message of this stream was taken for "
          + patience
          + "; resume behind the last one that was, and read faster.";
    }

    @Override
    public Map<String, String> metadata() {
      return Map.of("patience", patience.toString());
    }
  }

  /** The request_id stands for another request. */
  record RequestIdReused() implements Refusal {
    @Override
    public ErrorReason reason() {
      return ErrorReason.ERROR_REASON_REQUEST_ID_REUSED;
    }

    @Override
    public String sentence() {
      return "request_id was used before for another request; make a new UUID for a new request.";
    }
  }

  /** The server is going down. */
  record ShuttingDown() implements Refusal {
    @Override
    public ErrorReason reason() {
      return ErrorReason.ERROR_REASON_SHUTTING_DOWN;
    }

    @Override
    public String sentence() {
      return "This server is going down; call again and another one answers.";
    }
  }

  /** A redirect URI that the caller's grants do not list. */
  record RedirectUriNotListed() implements Refusal {
    @Override
    public ErrorReason reason() {
      return ErrorReason.ERROR_REASON_REDIRECT_URI_NOT_LISTED;
    }

    @Override
    public String sentence() {
      return "access.yaml does not list this redirect_uri for the caller; add it to redirectUris of"
          + " its grant, and at Clever.";
    }
  }

  /** A login that began at Clever. */
  record LoginStateMissing() implements Refusal {
    @Override
    public ErrorReason reason() {
      return ErrorReason.ERROR_REASON_LOGIN_STATE_MISSING;
    }

    @Override
    public String sentence() {
      return "The login has no state, since it began at Clever; call BeginLogin and send the"
          + " browser to its authorize_url.";
    }
  }

  /** A state that this caller was not given. */
  record LoginStateInvalid() implements Refusal {
    @Override
    public ErrorReason reason() {
      return ErrorReason.ERROR_REASON_LOGIN_STATE_INVALID;
    }

    @Override
    public String sentence() {
      return "state is not one that BeginLogin gave this caller; begin the login again.";
    }
  }

  /** A login that another browser brings back. */
  record LoginSecretWrong() implements Refusal {
    @Override
    public ErrorReason reason() {
      return ErrorReason.ERROR_REASON_LOGIN_SECRET_WRONG;
    }

    @Override
    public String sentence() {
      return "login_secret is not the one that BeginLogin gave with this state; begin the login"
          + " again in this browser.";
    }
  }

  /** A login that took too long. */
  record LoginExpired() implements Refusal {
    @Override
    public ErrorReason reason() {
      return ErrorReason.ERROR_REASON_LOGIN_EXPIRED;
    }

    @Override
    public String sentence() {
      return "The login was begun more than 10 minutes ago; begin it again.";
    }
  }

  /** A code that Clever, or whoever used it first, does not let us use. */
  record LoginCodeRejected() implements Refusal {
    @Override
    public ErrorReason reason() {
      return ErrorReason.ERROR_REASON_LOGIN_CODE_REJECTED;
    }

    @Override
    public String sentence() {
      return "The code was used before, for another login, or is more than a minute old; begin the"
          + " login again.";
    }
  }

  /** An id_token that does not prove the login. */
  record LoginUnproven() implements Refusal {
    @Override
    public ErrorReason reason() {
      return ErrorReason.ERROR_REASON_LOGIN_UNPROVEN;
    }

    @Override
    public String sentence() {
      return "Clever's id_token does not prove this login; begin it again, and where that does not"
          + " help compare the clocks, and access.yaml's users with Clever's discovery"
          + " document.";
    }
  }

  /** A server where nobody can sign in. */
  record SignInNotConfigured() implements Refusal {
    @Override
    public ErrorReason reason() {
      return ErrorReason.ERROR_REASON_SIGN_IN_NOT_CONFIGURED;
    }

    @Override
    public String sentence() {
      return "Nobody can sign in here: the server needs HOMEROOM_CLEVER_CLIENT_ID and its secret,"
          + " and access.yaml the section users.";
    }
  }

  /** Clever's token endpoint is down. */
  record SignInUnavailable() implements Refusal {
    @Override
    public ErrorReason reason() {
      return ErrorReason.ERROR_REASON_SIGN_IN_UNAVAILABLE;
    }

    @Override
    public String sentence() {
      return "Clever does not exchange codes at the moment; try again, and begin the login again"
          + " where the code is spent.";
    }
  }

  /** The answer is larger than clients take. */
  record AnswerTooLarge() implements Refusal {
    @Override
    public ErrorReason reason() {
      return ErrorReason.ERROR_REASON_ANSWER_TOO_LARGE;
    }

    @Override
    public String sentence() {
      return "The answer would be larger than 4 MiB; ask for fewer records, or fewer fields.";
    }
  }

  /**
   * The caller has made as many calls as it is granted.
   *
   * @param limit what is counted, for example {@code calls at once}
   * @param most how many of it there may be
   * @param delay after which time another call is let in
   */
  record TooManyCalls(String limit, int most, Duration delay) implements Refusal {
    @Override
    public ErrorReason reason() {
      return ErrorReason.ERROR_REASON_TOO_MANY_CALLS;
    }

    @Override
    public String sentence() {
      return "The caller has used up its " + most + " " + limit + "; call less often.";
    }

    @Override
    public Map<String, String> metadata() {
      return Map.of("limit", limit, "most", Integer.toString(most));
    }

    @Override
    public Optional<Duration> retryAfter() {
      return Optional.of(delay);
    }
  }

  /** The call's metadata is too large. */
  record MetadataTooLarge(int bytes) implements Refusal {
    @Override
    public ErrorReason reason() {
      return ErrorReason.ERROR_REASON_METADATA_TOO_LARGE;
    }

    @Override
    public String sentence() {
      return "The call's metadata is larger than 16 KiB; send less of it.";
    }

    @Override
    public Map<String, String> metadata() {
      return Map.of("bytes", Integer.toString(bytes));
    }
  }

  /**
   * The request is too large.
   *
   * @param bytes how large it is; empty where it is compressed and was read only in part
   */
  record RequestTooLarge(OptionalLong bytes) implements Refusal {
    @Override
    public ErrorReason reason() {
      return ErrorReason.ERROR_REASON_REQUEST_TOO_LARGE;
    }

    @Override
    public String sentence() {
      return "The request is larger than 1 MiB; ask for less at once.";
    }

    @Override
    public Map<String, String> metadata() {
      return bytes.isPresent() ? Map.of("bytes", Long.toString(bytes.getAsLong())) : Map.of();
    }
  }

  /** The request is not one message of the method's type. */
  record RequestMalformed() implements Refusal {
    @Override
    public ErrorReason reason() {
      return ErrorReason.ERROR_REASON_REQUEST_MALFORMED;
    }

    @Override
    public String sentence() {
      return "The request cannot be read as one message of the method's type; send it with a client"
          + " that is generated from the contract's proto files.";
    }
  }

  /** A method that this server does not have. */
  record MethodUnknown() implements Refusal {
    @Override
    public ErrorReason reason() {
      return ErrorReason.ERROR_REASON_METHOD_UNKNOWN;
    }

    @Override
    public String sentence() {
      return "This server has no such method; compare the client's proto files with the server's"
          + " release, or list the methods by reflection.";
    }
  }
}
