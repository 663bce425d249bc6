package dev.homeroom.server.credential;

import static dev.homeroom.server.db.generated.Tables.DISTRICTS;
import static dev.homeroom.server.db.generated.Tables.DISTRICT_DECLARATIONS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.crypto.tink.InsecureSecretKeyAccess;
import com.google.crypto.tink.KeysetHandle;
import com.google.crypto.tink.RegistryConfiguration;
import com.google.crypto.tink.TinkJsonProtoKeysetFormat;
import com.google.crypto.tink.aead.PredefinedAeadParameters;
import dev.homeroom.clever.http.CleverToken;
import dev.homeroom.server.db.CleverId;
import dev.homeroom.server.db.Database;
import dev.homeroom.server.db.DistrictKey;
import dev.homeroom.server.db.TestPostgres;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Tokens that are kept, compared, judged and lost. */
final class CredentialsTest {
  private static final CleverToken TOKEN = CleverToken.of("a-token-of-the-district");
  private static final CleverToken OTHER = CleverToken.of("another-token");

  @TempDir
  @SuppressWarnings("NullAway.Init")
  private Path folder;

  private final Database database = TestPostgres.open();
  private final DistrictKey district = declare("00000000000000000000000a");

  @AfterEach
  void close() {
    database.close();
  }

  @Test
  void a_stored_token_comes_back_and_the_same_one_again_changes_nothing() throws IOException {
    var credentials = new Credentials(database, keyset(Keyset.generate()));

    assertThat(store(credentials, district, TOKEN)).isTrue();
    assertThat(credentials.load(district).orElseThrow().token()).contains(TOKEN);
    assertThat(store(credentials, district, TOKEN)).isFalse();
    assertThat(store(credentials, district, OTHER)).isTrue();
    assertThat(credentials.load(district).orElseThrow().token()).contains(OTHER);
  }

  @Test
  void a_district_without_a_token_of_its_own_has_an_empty_hash() throws IOException {
    var credentials = new Credentials(database, keyset(Keyset.generate()));
    store(credentials, district, TOKEN);

    boolean changed =
        database.transaction(sql -> credentials.store(sql, district, Optional.empty()));

    assertThat(changed).isTrue();
    assertThat(credentials.load(district)).contains(new Credential("", Optional.empty()));
  }

  @Test
  void the_hash_tells_tokens_and_districts_apart_and_nothing_else() throws IOException {
    var text = Keyset.generate();
    var credentials = new Credentials(database, keyset(text));
    var neighbour = declare("00000000000000000000000b");
    store(credentials, district, TOKEN);
    store(credentials, neighbour, TOKEN);
    var first = credentials.load(district).orElseThrow().hash();
    store(credentials, district, OTHER);
    var second = credentials.load(district).orElseThrow().hash();
    store(new Credentials(database, keyset(text)), district, TOKEN);

    assertThat(first).matches("[0-9a-f]{64}").isNotEqualTo(second);
    assertThat(credentials.load(neighbour).orElseThrow().hash()).isNotEqualTo(first);
    assertThat(credentials.load(district).orElseThrow().hash()).isEqualTo(first);
  }

  @Test
  void a_ciphertext_copied_to_another_district_cannot_be_read() throws IOException {
    var credentials = new Credentials(database, keyset(Keyset.generate()));
    var neighbour = declare("00000000000000000000000b");
    store(credentials, district, TOKEN);
    store(credentials, neighbour, OTHER);

    database
        .dsl()
        .update(DISTRICT_DECLARATIONS)
        .set(DISTRICT_DECLARATIONS.TOKEN_CIPHERTEXT, ciphertext())
        .where(DISTRICT_DECLARATIONS.DISTRICT.eq(neighbour.number()))
        .execute();

    assertThatThrownBy(() -> credentials.load(neighbour))
        .isInstanceOf(UnreadableTokenException.class);
  }

  @Test
  void a_token_is_read_after_a_rotation_and_can_be_declared_again_after_a_loss()
      throws IOException, GeneralSecurityException {
    var text = Keyset.generate();
    store(new Credentials(database, keyset(text)), district, TOKEN);

    var rotated = new Credentials(database, keyset(rotated(text)));
    assertThat(rotated.load(district).orElseThrow().token()).contains(TOKEN);
    assertThat(store(rotated, district, TOKEN)).isFalse();

    var lost = new Credentials(database, keyset(Keyset.generate()));
    assertThatThrownBy(() -> lost.load(district)).isInstanceOf(UnreadableTokenException.class);
    assertThat(store(lost, district, TOKEN)).isTrue();
    assertThat(lost.load(district).orElseThrow().token()).contains(TOKEN);
  }

  @Test
  void a_verdict_on_a_token_that_was_replaced_meanwhile_is_dropped() throws IOException {
    var credentials = new Credentials(database, keyset(Keyset.generate()));
    store(credentials, district, TOKEN);
    var old = credentials.load(district).orElseThrow();
    store(credentials, district, OTHER);

    credentials.rejected(district, old, "Declare another one.");
    assertThat(state()).isEqualTo("UNKNOWN ");

    credentials.accepted(district, credentials.load(district).orElseThrow());
    assertThat(state()).isEqualTo("VALID ");
    credentials.rejected(
        district, credentials.load(district).orElseThrow(), "Declare another one.");
    assertThat(state()).isEqualTo("REJECTED Declare another one.");
  }

  @Test
  void a_file_that_is_no_keyset_is_told_in_one_line() throws IOException {
    var file = Files.writeString(folder.resolve("keyset.json"), "{}");

    assertThatThrownBy(() -> Keyset.load(file))
        .isInstanceOf(KeysetException.class)
        .hasMessageContaining("Main keyset")
        .message()
        .hasLineCount(1);
    assertThatThrownBy(() -> Keyset.load(folder.resolve("missing.json")))
        .isInstanceOf(KeysetException.class)
        .hasMessageContaining("missing.json");
  }

  @Test
  void derived_keys_differ_by_purpose_and_stay_the_same_for_the_same_file() throws IOException {
    var text = Keyset.generate();

    assertThat(keyset(text).derive("a").getFirst())
        .hasSize(32)
        .isEqualTo(keyset(text).derive("a").getFirst())
        .isNotEqualTo(keyset(text).derive("b").getFirst())
        .isNotEqualTo(keyset(Keyset.generate()).derive("a").getFirst());
  }

  private boolean store(Credentials credentials, DistrictKey of, CleverToken token) {
    return database.transaction(sql -> credentials.store(sql, of, Optional.of(token)));
  }

  private Keyset keyset(String text) throws IOException {
    return Keyset.load(Files.writeString(folder.resolve("keyset.json"), text));
  }

  private static String rotated(String text) throws GeneralSecurityException {
    var before =
        TinkJsonProtoKeysetFormat.parseKeyset(
            text, RegistryConfiguration.get(), InsecureSecretKeyAccess.get());
    var after =
        KeysetHandle.newBuilder(before)
            .addEntry(
                KeysetHandle.generateEntryFromParameters(PredefinedAeadParameters.AES256_GCM)
                    .withRandomId()
                    .makePrimary())
            .build();
    return TinkJsonProtoKeysetFormat.serializeKeyset(
        after, RegistryConfiguration.get(), InsecureSecretKeyAccess.get());
  }

  private byte[] ciphertext() {
    return database
        .dsl()
        .select(DISTRICT_DECLARATIONS.TOKEN_CIPHERTEXT)
        .from(DISTRICT_DECLARATIONS)
        .where(DISTRICT_DECLARATIONS.DISTRICT.eq(district.number()))
        .fetchSingle()
        .value1();
  }

  private String state() {
    var row =
        database
            .dsl()
            .selectFrom(DISTRICT_DECLARATIONS)
            .where(DISTRICT_DECLARATIONS.DISTRICT.eq(district.number()))
            .fetchSingle();
    return row.getCredentialState() + " " + row.getCredentialMessage();
  }

  private DistrictKey declare(String id) {
    var now = OffsetDateTime.now(ZoneOffset.UTC);
    var key = CleverId.of(id);
    return database.transaction(sql -> {
      var number =
          sql.insertInto(DISTRICTS)
              .set(DISTRICTS.ID, key.bytes())
              .returning(DISTRICTS.DISTRICT)
              .fetchSingle()
              .getDistrict();
      var row = sql.newRecord(DISTRICT_DECLARATIONS);
      row.setDistrict(number);
      row.setSharingType("DISTRICT");
      row.setCron("0 2 * * *");
      row.setTimeZone("UTC");
      row.setSuspend(false);
      row.setSpecHash("");
      row.setOwnerCluster("api");
      row.setOwnerNamespace("");
      row.setOwnerName("");
      row.setOwnerUid("");
      row.setOwnerCaller("");
      row.setCredentialHash("");
      row.setCredentialState("UNKNOWN");
      row.setCredentialMessage("");
      row.setDeclaredAt(now);
      row.setUpdatedAt(now);
      row.insert();
      return new DistrictKey(number, key);
    });
  }
}
