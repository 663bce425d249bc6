package dev.homeroom.server.roster;

import com.google.protobuf.FieldMask;
import com.google.protobuf.Message;
import dev.homeroom.server.db.CleverId;
import dev.homeroom.server.roster.record.Moment;
import dev.homeroom.server.roster.record.ReadMask;
import dev.homeroom.server.roster.record.ReadTime;
import dev.homeroom.server.roster.record.RecordKind;
import dev.homeroom.server.rpc.RequestRefusals;
import dev.homeroom.server.rpc.ResourceNames;
import dev.homeroom.v1.AsOf;

/**
 * The part that all requests that read records have in common, under the same field names.
 *
 * @param when the moment to read at
 * @param mask the fields of each record to read
 * @param known the revision that the caller has; 0: none
 */
record ReadRequest(ReadTime when, ReadMask mask, long known) {
  /** Reads the request, or refuses it. */
  static ReadRequest of(Message request, RecordKind<?, ?> kind) {
    return of(request, kind, "read_mask");
  }

  static ReadRequest of(Message request, RecordKind<?, ?> kind, String mask) {
    return new ReadRequest(
        ReadTime.of(has(request, "as_of"), (AsOf) value(request, "as_of")),
        ReadMask.of(mask, (FieldMask) value(request, mask), kind.nothing().getDescriptorForType()),
        known(request));
  }

  /**
   * The revision that the caller has, from {@code if_revision_newer_than}; 0 if the request has no
   * such field.
   */
  static long known(Message request) {
    var field = request.getDescriptorForType().findFieldByName("if_revision_newer_than");
    long known = field == null ? 0 : (Long) request.getField(field);
    if (known < 0) {
      throw RequestRefusals.invalidField("if_revision_newer_than", "must be 0 or more");
    }
    return known;
  }

  /**
   * Returns whether the request reads all fields of the current roster, regardless of the revision.
   */
  boolean present() {
    return when instanceof ReadTime.Now && mask.equals(ReadMask.ALL) && known == 0;
  }

  /** Returns whether the caller already has this moment or a newer one. */
  boolean has(Moment moment) {
    return moment.revision() <= known;
  }

  /** The district named by the request's {@code parent}. */
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
