package dev.homeroom.server.identity;

import com.github.kagkarlsson.scheduler.task.helper.RecurringTask;
import dev.homeroom.clever.http.CleverException;
import dev.homeroom.clever.http.CleverFailure;
import dev.homeroom.clever.http.CleverSignIn;
import dev.homeroom.clever.record.ObjectId;
import dev.homeroom.server.access.Access;
import dev.homeroom.server.access.AccessRefusals;
import dev.homeroom.server.access.Caller;
import dev.homeroom.server.access.LiveUsers;
import dev.homeroom.server.access.ReadPermissions;
import dev.homeroom.server.access.SignInGate;
import dev.homeroom.server.credential.Keyset;
import dev.homeroom.server.db.CleverId;
import dev.homeroom.server.db.Database;
import dev.homeroom.server.db.Signals;
import dev.homeroom.server.identity.LoginStates.Returned;
import dev.homeroom.server.rpc.ProtoTimestamps;
import dev.homeroom.server.rpc.RequestRefusals;
import dev.homeroom.server.rpc.ResourceNames;
import dev.homeroom.server.rpc.ResourceNames.Collection;
import dev.homeroom.server.rpc.SignedTokens;
import dev.homeroom.server.rpc.call.Answers;
import dev.homeroom.server.rpc.call.CallDeadline;
import dev.homeroom.v1.BeginLoginRequest;
import dev.homeroom.v1.BeginLoginResponse;
import dev.homeroom.v1.CompleteLoginRequest;
import dev.homeroom.v1.CompleteLoginResponse;
import dev.homeroom.v1.IdentityServiceGrpc;
import dev.homeroom.v1.WhoAmIRequest;
import dev.homeroom.v1.WhoAmIResponse;
import io.grpc.Status;
import io.grpc.stub.StreamObserver;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Implements homeroom.v1.IdentityService; the proto documents each method. */
public final class IdentityService extends IdentityServiceGrpc.IdentityServiceImplBase {
  private static final Logger log = LoggerFactory.getLogger(IdentityService.class);
  private static final int LONGEST_CODE = 500;
  private static final int LONGEST_STATE = 1500;
  private static final Duration PATIENCE = Duration.ofSeconds(10);

  private final Optional<CleverSignIn> clever;
  private final LiveUsers live;
  private final SignInGate gate;
  private final IdTokens idTokens;
  private final LoginStates states;
  private final LoginAnswers answers;

  /**
   * Signs people in.
   *
   * @param clever the sign-in at Clever; empty: nobody can sign in
   * @param access verifies id_tokens
   * @param live finds users in live rosters
   */
  public IdentityService(
      Optional<CleverSignIn> clever,
      Access access,
      LiveUsers live,
      Database database,
      Signals signals,
      Keyset keyset,
      Clock clock) {
    this.clever = clever;
    this.live = live;
    this.gate = new SignInGate(database);
    this.idTokens = new IdTokens(access);
    this.states =
        new LoginStates(
            new SignedTokens(() -> keyset.derive("login states")), access::loginNonce, clock);
    this.answers = new LoginAnswers(database, signals, keyset, clock);
  }

  /** The job that deletes expired answers to logins. */
  public RecurringTask<Void> forgetting() {
    return answers.forgetting();
  }

  @Override
  public void beginLogin(BeginLoginRequest request, StreamObserver<BeginLoginResponse> observer) {
    var redirectUri = requireText("redirect_uri", request.getRedirectUri(), LONGEST_CODE);
    var district =
        request.getDistrict().isEmpty()
            ? Optional.<CleverId>empty()
            : Optional.of(ResourceNames.requireDistrict("district", request.getDistrict()));
    var caller = Caller.current();
    requireListed(caller, redirectUri);
    idTokens.requireVerifier();
    var signIn = requireClever();
    district.ifPresent(gate::require);
    var begun = states.begin(caller, redirectUri);
    Answers.send(
        observer,
        BeginLoginResponse.newBuilder()
            .setAuthorizeUrl(
                signIn
                    .authorizeUrl(
                        redirectUri,
                        begun.state(),
                        begun.nonce(),
                        district.map(id -> ObjectId.of(id.toString())))
                    .toString())
            .setState(begun.state())
            .setNonce(begun.nonce())
            .setLoginSecret(begun.secret())
            .setExpireTime(ProtoTimestamps.of(begun.expires()))
            .build());
  }

  @Override
  public void completeLogin(
      CompleteLoginRequest request, StreamObserver<CompleteLoginResponse> observer) {
    var code = requireText("code", request.getCode(), LONGEST_CODE);
    if (request.getState().isEmpty()) {
      throw LoginRefusals.stateMissing();
    }
    var state = requireText("state", request.getState(), LONGEST_STATE);
    var secret = requireText("login_secret", request.getLoginSecret(), LONGEST_CODE);
    var caller = Caller.current();
    var login = states.open(caller, state, secret);
    requireListed(caller, login.redirectUri());
    try {
      var patience = CallDeadline.left().compareTo(PATIENCE) < 0 ? CallDeadline.left() : PATIENCE;
      var answer =
          answers.once(code, state, patience, () -> exchange(caller, code, login, patience));
      // A repeated answer may be older than the end of its district.
      gate.require(Collection.USERS.require("user", answer.getUser()).district());
      Answers.send(observer, answer);
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
      throw Status.CANCELLED.withDescription("The call was cancelled.").asRuntimeException();
    }
  }

  @Override
  public void whoAmI(WhoAmIRequest request, StreamObserver<WhoAmIResponse> observer) {
    var caller = Caller.current();
    var answer =
        WhoAmIResponse.newBuilder().setIssuer(caller.issuer()).setSubject(caller.subject());
    caller.roles().stream().sorted().forEach(answer::addRoles);
    if (caller.reach() instanceof ReadPermissions.Person person) {
      answer.setUser(Collection.USERS.name(person.district().id(), person.user()));
    }
    Answers.send(observer, answer.build());
  }

  private CompleteLoginResponse exchange(
      Caller caller, String code, Returned login, Duration patience) throws InterruptedException {
    try {
      var token = requireClever().exchange(code, login.redirectUri(), patience);
      var who = idTokens.verify(token, login.nonce());
      if (!caller.reach().covers(who.district())) {
        throw AccessRefusals.userNotInRoster();
      }
      gate.require(who.district());
      if (live.find(who.district(), who.user()).filter(user -> !user.roles().isEmpty()).isEmpty()) {
        throw AccessRefusals.userNotInRoster();
      }
      return CompleteLoginResponse.newBuilder()
          .setUser(Collection.USERS.name(who.district(), who.user()))
          .setIdToken(token.compact())
          .setExpireTime(ProtoTimestamps.of(who.expires()))
          .build();
    } catch (CleverException failure) {
      if (failure.failure() instanceof CleverFailure.BadRequest) {
        throw LoginRefusals.codeRejected();
      }
      log.atWarn()
          .addKeyValue("cause", failure.failure().sentence())
          .log("a code could not be exchanged at Clever");
      throw LoginRefusals.unavailable();
    }
  }

  private CleverSignIn requireClever() {
    return clever.orElseThrow(() -> LoginRefusals.notConfigured());
  }

  private static void requireListed(Caller caller, String redirectUri) {
    boolean listed =
        caller.reach() instanceof ReadPermissions.Granted(var grants)
            && grants.stream().anyMatch(grant -> grant.redirectUris().contains(redirectUri));
    if (!listed) {
      throw LoginRefusals.redirectUriNotListed();
    }
  }

  private static String requireText(String field, String text, int longest) {
    if (text.isEmpty() || text.length() > longest) {
      throw RequestRefusals.invalidField(field, "must have 1 to " + longest + " characters");
    }
    return text;
  }
}
