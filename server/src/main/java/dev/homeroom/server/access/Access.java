package dev.homeroom.server.access;

import com.nimbusds.jwt.SignedJWT;
import dev.homeroom.server.access.AccessConfig.TokenSubject;
import dev.homeroom.server.access.token.BearerTokens;
import dev.homeroom.server.access.token.CallerAddress;
import dev.homeroom.server.access.token.KeyCaching;
import dev.homeroom.server.access.token.SignedTokenReader;
import dev.homeroom.server.access.token.TokenRefusals;
import dev.homeroom.server.access.token.TokenVerifier;
import dev.homeroom.server.db.CleverId;
import dev.homeroom.server.file.WatchedFile;
import dev.homeroom.v1.CallerRole;
import dev.homeroom.v1.RecordType;
import java.text.ParseException;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jooq.DSLContext;
import org.jooq.impl.DSL;

/** Authenticates callers by their tokens and determines what each may see. */
public final class Access implements AutoCloseable {
  private final AccessFile file;
  private final LoginNonces nonces;
  private final LiveUsers live;
  private final Clock clock;

  private Access(AccessFile file, LoginNonces nonces, LiveUsers live, Clock clock) {
    this.file = file;
    this.nonces = nonces;
    this.live = live;
    this.clock = clock;
  }

  /**
   * Reads access.yaml and watches it for changes.
   *
   * @param nonces creates and checks the nonces that name the app of a login
   * @throws AccessConfigException if the file cannot be read or is malformed
   */
  public static Access open(
      AccessFile.Source source,
      KeyCaching caching,
      LoginNonces nonces,
      LiveUsers live,
      Clock clock) {
    return new Access(AccessFile.open(source, caching, clock), nonces, live, clock);
  }

  /**
   * Authenticates the caller by its token. Fetches the issuer's keys if they are not known yet, and
   * looks people up in the roster.
   *
   * @param from the address from which the call comes
   * @return the caller's standing; without any role if nothing is granted to the caller
   */
  CallerSession admit(String token, CallerAddress from) {
    var now = file.current();
    if (BearerTokens.looksLike(token)) {
      var bearers =
          now.people()
              .flatMap(People::bearers)
              .orElseThrow(
                  () -> TokenRefusals.rejected("Clever's bearer tokens are not accepted here."));
      var proven = bearers.resolve(token, from);
      return person(
          now.people().orElseThrow(),
          proven.district(),
          proven.user(),
          Optional.empty(),
          proven.until());
    }
    var signed = SignedTokenReader.read(token);
    var people = now.people().filter(each -> each.issued(signed));
    if (people.isPresent()) {
      return person(now, people.get(), people.get().verifier().verify(signed));
    }
    var verifier = now.verifiers().get(issuer(signed));
    if (verifier == null) {
      throw TokenRefusals.rejected("its issuer is not configured.");
    }
    var proven = verifier.verify(signed);
    var subject = new TokenSubject(verifier.issuer().issuer(), proven.subject());
    return new CallerSession(this, granted(subject, now.grants(subject)), proven.expires());
  }

  /** The watched access.yaml, for those who report its health. */
  public WatchedFile<?> watchedFile() {
    return file.file();
  }

  /** Returns the files that its issuers name, for reports of their health. */
  public List<WatchedFile<?>> issuerFiles() {
    return file.issuerFiles();
  }

  /**
   * Creates a nonce for a login through the app, whose grants then limit what the id_token opens.
   */
  public String loginNonce(Caller app) {
    return nonces.write(new TokenSubject(app.issuer(), app.subject()));
  }

  /** The verifier of Clever's id_tokens; empty if nobody signs in with Clever. */
  public Optional<TokenVerifier> idTokens() {
    return file.current().people().map(People::verifier);
  }

  /**
   * Explains what a user of a live roster would see after signing in now, and who sees the user.
   *
   * @param db a snapshot
   * @param asker the caller who gets the explanation
   * @return empty if the asker sees no such user in the live roster
   */
  public Optional<UserAccess> of(DSLContext db, Scope.InDistrict asker, CleverId user) {
    var now = file.current();
    var readable = ReadableRecord.of(db, asker, RecordType.RECORD_TYPE_USER, user);
    var closure = DistrictGate.closure(db, DSL.val(asker.district().number()), Set.of());
    return RosterUsers.find(db, asker.district().id(), user)
        .filter(_ -> readable.seen())
        .map(found ->
            new UserAccess(
                now,
                found.roles(),
                closure,
                now.people()
                    .filter(_ -> closure.isEmpty())
                    .flatMap(people -> reach(people, found, user, Optional.empty())),
                new SeenRecords(db, asker, readable),
                new SeenBy(db, asker, readable, user)));
  }

  /** Returns whether a token with this expiry is no longer accepted. */
  boolean expired(Instant expires) {
    return TokenVerifier.expired(expires, clock.instant());
  }

  /** The identity of the caller's reach as it is now; empty if the caller no longer has any. */
  String now(Caller caller) {
    var now = file.current();
    return switch (caller.reach()) {
      case ReadPermissions.Granted _ ->
          now.verifiers().containsKey(caller.issuer())
              ? new ReadPermissions.Granted(
                      now.grants(new TokenSubject(caller.issuer(), caller.subject())))
                  .identity()
              : "";
      case ReadPermissions.Person person ->
          now.people()
              .flatMap(people ->
                  live.find(person.district().id(), person.user())
                      .flatMap(user ->
                          reach(
                              people,
                              user,
                              person.user(),
                              person
                                  .app()
                                  .map(app ->
                                      bound(
                                          now,
                                          new TokenSubject(app.issuer(), app.subject()),
                                          person.district().id())))))
              .map(ReadPermissions::identity)
              .orElse("");
    };
  }

  @Override
  public void close() {
    file.close();
  }

  private CallerSession person(AccessFile.Current now, People people, TokenVerifier.Proven proven) {
    var claims = proven.claims();
    var nonce = Optional.ofNullable(claims.getClaim("nonce")).map(Object::toString);
    Optional<CleverId> district;
    try {
      district = Optional.ofNullable(claims.getStringClaim("district")).flatMap(CleverId::parse);
    } catch (ParseException noText) {
      district = Optional.empty();
    }
    var user = CleverId.parse(proven.subject());
    var named =
        district.orElseThrow(
            () -> TokenRefusals.rejected("it has no claim district that names one."));
    return person(
        people,
        named,
        user.orElseThrow(() -> TokenRefusals.rejected("its subject is no user of Clever.")),
        nonce.filter(nonces::ours).map(ours -> app(now, ours, named)),
        proven.expires());
  }

  /** The app that one of our nonces names; it must have a grant in the district. */
  private SignInApp app(AccessFile.Current now, String nonce, CleverId district) {
    return now.grants().keySet().stream()
        .filter(app -> nonces.writtenFor(app, nonce))
        .findFirst()
        .map(app -> bound(now, app, district))
        .filter(app -> !app.grants().isEmpty())
        .orElseThrow(() ->
            TokenRefusals.rejected(
                "the app that it was obtained through is granted nothing in this district; sign in"
                    + " again once it is."));
  }

  private static SignInApp bound(AccessFile.Current now, TokenSubject app, CleverId district) {
    return new SignInApp(
        app.issuer(),
        app.subject(),
        now.grants(app).stream()
            .filter(grant -> grant.role() == CallerRole.CALLER_ROLE_APP && grant.covers(district))
            .toList());
  }

  private CallerSession person(
      People people, CleverId district, CleverId user, Optional<SignInApp> app, Instant expires) {
    var reach =
        live.find(district, user)
            .flatMap(found -> reach(people, found, user, app))
            .orElseThrow(() -> AccessRefusals.userNotInRoster());
    var issuer = people.verifier().issuer().issuer();
    return new CallerSession(
        this, new Caller(issuer, user.toString(), reach.roles(), reach), expires);
  }

  /** Empty for a user who holds no role that opens anything. */
  private static Optional<ReadPermissions.Person> reach(
      People people, LiveUsers.LiveUser found, CleverId user, Optional<SignInApp> app) {
    return found.roles().isEmpty()
        ? Optional.empty()
        : Optional.of(
            new ReadPermissions.Person(found.district(), user, found.roles(), people.rules(), app));
  }

  private static Caller granted(TokenSubject subject, List<Grant> grants) {
    return new Caller(
        subject.issuer(),
        subject.subject(),
        grants.stream().map(Grant::role).collect(Collectors.toSet()),
        new ReadPermissions.Granted(grants));
  }

  private static String issuer(SignedJWT signed) {
    try {
      var issuer = signed.getJWTClaimsSet().getIssuer();
      return issuer == null ? "" : issuer;
    } catch (ParseException malformed) {
      return "";
    }
  }
}
