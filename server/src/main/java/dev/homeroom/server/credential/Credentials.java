package dev.homeroom.server.credential;

import static dev.homeroom.server.db.generated.Tables.DISTRICT_DECLARATIONS;
import static java.nio.charset.StandardCharsets.UTF_8;

import dev.homeroom.clever.http.CleverToken;
import dev.homeroom.server.db.Database;
import dev.homeroom.server.db.DistrictKey;
import dev.homeroom.server.db.Signals;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.Optional;
import org.jooq.DSLContext;
import org.jspecify.annotations.Nullable;

/**
 * Stores the districts' tokens, encrypted with Tink and bound to their district, so that one copied
 * to another district's row cannot be read. Also stores whether Clever accepted them. Thread-safe.
 */
public final class Credentials {
  private static final String UNKNOWN = "UNKNOWN";
  private static final String VALID = "VALID";
  private static final String REJECTED = "REJECTED";

  private final Database database;
  private final Keyset keyset;

  /** Stores the tokens in the database, encrypted with the keyset. */
  public Credentials(Database database, Keyset keyset) {
    this.database = database;
    this.keyset = keyset;
  }

  /**
   * Stores the token of a declared district. Storing the same one again changes nothing.
   *
   * @param token empty: the district has no token of its own, and a stored one is deleted
   * @return whether the token differs from the stored one
   */
  public boolean store(DSLContext transaction, DistrictKey district, Optional<CleverToken> token) {
    var declaration = DISTRICT_DECLARATIONS;
    var stored =
        transaction
            .select(declaration.TOKEN_CIPHERTEXT)
            .from(declaration)
            .where(declaration.DISTRICT.eq(district.number()))
            .forUpdate()
            .fetchSingle()
            .value1();
    if (same(district, stored, token)) {
      return false;
    }
    transaction
        .update(declaration)
        .set(
            declaration.TOKEN_CIPHERTEXT,
            token.map(present -> encrypt(district, present)).orElse(null))
        .set(declaration.CREDENTIAL_HASH, token.map(present -> hash(district, present)).orElse(""))
        .set(declaration.CREDENTIAL_STATE, UNKNOWN)
        .set(declaration.CREDENTIAL_MESSAGE, "")
        .where(declaration.DISTRICT.eq(district.number()))
        .execute();
    return true;
  }

  /**
   * Loads the credential of the district; empty if the district is no longer declared.
   *
   * @throws UnreadableTokenException if the stored token cannot be decrypted
   */
  public Optional<Credential> load(DistrictKey district) {
    var declaration = DISTRICT_DECLARATIONS;
    return database.transaction(transaction ->
        transaction
            .select(declaration.CREDENTIAL_HASH, declaration.TOKEN_CIPHERTEXT)
            .from(declaration)
            .where(declaration.DISTRICT.eq(district.number()))
            .fetchOptional(row ->
                new Credential(
                    row.value1(),
                    Optional.ofNullable(row.value2()).map(stored -> decrypt(district, stored)))));
  }

  /** Stores that Clever accepted the credential, unless it has been replaced in the meantime. */
  public void accepted(DistrictKey district, Credential credential) {
    judge(district, credential.hash(), VALID, "");
  }

  /**
   * Stores that Clever refused the credential, unless it has been replaced in the meantime.
   *
   * @param message what is wrong and what to do, for people
   */
  public void rejected(DistrictKey district, Credential credential, String message) {
    judge(district, credential.hash(), REJECTED, message);
  }

  private void judge(DistrictKey district, String hash, String state, String message) {
    var declaration = DISTRICT_DECLARATIONS;
    database.transaction(transaction -> {
      int changed =
          transaction
              .update(declaration)
              .set(declaration.CREDENTIAL_STATE, state)
              .set(declaration.CREDENTIAL_MESSAGE, message)
              .where(
                  declaration
                      .DISTRICT
                      .eq(district.number())
                      .and(declaration.CREDENTIAL_HASH.eq(hash))
                      .and(
                          declaration
                              .CREDENTIAL_STATE
                              .ne(state)
                              .or(declaration.CREDENTIAL_MESSAGE.ne(message))))
              .execute();
      if (changed > 0) {
        Signals.send(transaction, Signals.Channel.DISTRICT, district.id().toString());
      }
      return changed;
    });
  }

  /** Compares by decrypting, not by hash, because the hash differs after a key rotation. */
  private boolean same(
      DistrictKey district, byte @Nullable [] stored, Optional<CleverToken> token) {
    if (stored == null || token.isEmpty()) {
      return stored == null && token.isEmpty();
    }
    try {
      return MessageDigest.isEqual(
          decrypt(district, stored).reveal().getBytes(UTF_8), token.get().reveal().getBytes(UTF_8));
    } catch (UnreadableTokenException lost) {
      return false;
    }
  }

  private byte[] encrypt(DistrictKey district, CleverToken token) {
    return keyset.encrypt(token.reveal().getBytes(UTF_8), district.id().bytes());
  }

  private CleverToken decrypt(DistrictKey district, byte[] stored) {
    return keyset
        .decrypt(stored, district.id().bytes())
        .map(token -> CleverToken.of(new String(token, UTF_8)))
        .orElseThrow(UnreadableTokenException::new);
  }

  private String hash(DistrictKey district, CleverToken token) {
    var mac = Sha256.beginMac(keyset.derive("credential hash").getFirst());
    mac.update(district.id().bytes());
    return HexFormat.of().formatHex(mac.doFinal(token.reveal().getBytes(UTF_8)));
  }
}
