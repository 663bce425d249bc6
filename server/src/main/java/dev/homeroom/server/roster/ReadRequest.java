package dev.homeroom.server.roster;

import com.google.protobuf.FieldMask;
import com.google.protobuf.Message;
import dev.homeroom.server.db.CleverId;
import dev.homeroom.server.roster.record.Moment;
import dev.homeroom.server.roster.record.ReadMask;
import dev.homeroom.server.roster.record.RecordKind;
import dev.homeroom.server.roster.record.When;
import dev.homeroom.server.rpc.PageTokens.ListIdentity;
import dev.homeroom.server.rpc.Paging;
import dev.homeroom.server.rpc.RequestRefusals;
import dev.homeroom.server.rpc.ResourceNames;
import dev.homeroom.v1.AsOf;

/**
 * What every request that reads records says, under the same names in each.
 *
 * @param when the moment to read at
 * @param mask which fields of each record to read
 * @param known the revision that the caller has; 0: none
 */
record ReadRequest(When when, ReadMask mask, long known) {
  /** Reads the request, or refuses it. */
  static ReadRequest of(Message request, RecordKind<?, ?> kind) {
    return of(request, kind, "read_mask");
  }

  static ReadRequest of(Message request, RecordKind<?, ?> kind, String mask) {
    return new ReadRequest(
        When.of(has(request, "as_of"), (AsOf) value(request, "as_of")),
        ReadMask.of(mask, (FieldMask) value(request, mask), kind.nothing().getDescriptorForType()),
        known(request));
  }

  /**
   * The revision that the caller has, as {@code if_revision_newer_than} says; 0 where the request
   * has no such field.
   */
  static long known(Message request) {
    var field = request.getDescriptorForType().findFieldByName("if_revision_newer_than");
    long known = field == null ? 0 : (Long) request.getField(field);
    if (known < 0) {
      throw RequestRefusals.invalidField("if_revision_newer_than", "must be 0 or more");
    }
    return known;
  }

  /** Whether it asks for all fields of the roster as it is, whatever its revision. */
  boolean present() {
    return when instanceof When.Now && mask.equals(ReadMask.ALL) && known == 0;
  }

  /** Whether the caller has all that it would read. */
  boolean has(Moment moment) {
    return moment.revision() <= known;
  }

  /**
   * What every List request says beside that.
   *
   * @param list which list its page tokens belong to
   * @param size the most records on the page
   * @param token where the page begins; empty: at the start
   */
  record Page(ReadRequest read, ListIdentity list, CleverId district, int size, String token) {
    static Page of(Message request, RecordKind<?, ?> kind) {
      return new Page(
          ReadRequest.of(request, kind),
          ListIdentity.of(request),
          parent(request),
          Paging.size((Integer) value(request, "page_size")),
          (String) value(request, "page_token"));
    }
  }

  /** The district that the request's {@code parent} names. */
  static CleverId parent(Message request) {
    return ResourceNames.requireDistrict("parent", (String) value(request, "parent"));
  }

  private static boolean has(Message request, String field) {
    return request.hasField(request.getDescriptorForType().findFieldByName(field));
  }

  private static Object value(Message request, String field) {
    return request.getField(request.getDescriptorForType().findFieldByName(field));
  }
}
