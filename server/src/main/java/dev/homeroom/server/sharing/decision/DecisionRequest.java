package dev.homeroom.server.sharing.decision;

import static dev.homeroom.server.db.generated.Tables.SHARING_REQUESTS;
import static java.nio.charset.StandardCharsets.UTF_8;

import com.google.protobuf.Message;
import dev.homeroom.server.access.Caller;
import dev.homeroom.server.credential.Sha256;
import dev.homeroom.server.db.DistrictKey;
import dev.homeroom.server.db.generated.tables.records.SharingRequestsRecord;
import dev.homeroom.server.rpc.RequestRefusals;
import dev.homeroom.server.rpc.ResourceNames;
import java.util.HexFormat;
import java.util.Optional;
import java.util.UUID;
import org.jooq.DSLContext;
import org.jspecify.annotations.Nullable;

/**
 * A request for a decision over a district's sharing or roster.
 *
 * @param person the subject of the caller's token
 * @param reason in the caller's words
 * @param id the request's id; the same one again gets the answer of the first time
 * @param content SHA-256 over the request without its id, 64 hexadecimal digits
 */
public record DecisionRequest(String person, String reason, Optional<UUID> id, String content) {
  private static final int LONGEST_REASON = 1000;

  /**
   * Reads the caller and the reason, or refuses the reason.
   *
   * @param least the fewest characters of a reason
   * @param request without its {@code request_id}
   */
  static DecisionRequest of(String reason, int least, String requestId, Message request) {
    return of("reason", reason, least, requestId, request);
  }

  /**
   * Does the same for a reason that stands in another field.
   *
   * @param field the field of the request that has the reason
   */
  public static DecisionRequest of(
      String field, String reason, int least, String requestId, Message request) {
    if (reason.codePointCount(0, reason.length()) < least
        || reason.codePointCount(0, reason.length()) > LONGEST_REASON
        || reason.chars().anyMatch(each -> Character.isISOControl(each) && each != '\n')) {
      throw RequestRefusals.invalidField(
          field,
          "must have "
              + least
              + " to "
              + LONGEST_REASON
              + " characters, of those of control only line breaks");
    }
    var sha256 = Sha256.begin();
    sha256.update(request.getDescriptorForType().getName().getBytes(UTF_8));
    return new DecisionRequest(
        Caller.current().subject(),
        reason,
        ResourceNames.requireRequestId(requestId),
        HexFormat.of().formatHex(sha256.digest(request.toByteArray())));
  }

  /**
   * The stored result of the same request.
   *
   * @throws dev.homeroom.server.rpc.RefusedException if another request had this id
   */
  public Optional<SharingRequestsRecord> earlier(DSLContext transaction, DistrictKey district) {
    var earlier =
        id.flatMap(request ->
            transaction
                .selectFrom(SHARING_REQUESTS)
                .where(SHARING_REQUESTS.DISTRICT.eq(district.number()))
                .and(SHARING_REQUESTS.REQUEST_ID.eq(request))
                .fetchOptional());
    if (earlier.isPresent()
        && !HexFormat.of().formatHex(earlier.get().getRequest()).equals(content)) {
      throw RequestRefusals.requestIdReused();
    }
    return earlier;
  }

  /** Stores that the request has been carried out. */
  public void carriedOut(DSLContext transaction, DistrictKey district, @Nullable UUID approval) {
    id.ifPresent(request ->
        transaction
            .insertInto(SHARING_REQUESTS)
            .set(SHARING_REQUESTS.DISTRICT, district.number())
            .set(SHARING_REQUESTS.REQUEST_ID, request)
            .set(SHARING_REQUESTS.REQUEST, HexFormat.of().parseHex(content))
            .set(SHARING_REQUESTS.APPROVAL, approval)
            .execute());
  }
}
