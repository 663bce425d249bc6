package dev.homeroom.server.roster;

import com.google.protobuf.Message;
import dev.homeroom.server.db.CleverId;
import dev.homeroom.server.roster.record.RecordKind;
import dev.homeroom.server.rpc.Refusal.Violation;
import dev.homeroom.server.rpc.RequestRefusals;
import dev.homeroom.server.rpc.ResourceRefusals;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Optional;

/** Reads records by their names, either all of them or none (AIP-231). */
final class BatchGets {
  private static final int MOST = 1000;

  private final Roster roster;

  BatchGets(Roster roster) {
    this.roster = roster;
  }

  /**
   * Records at one revision.
   *
   * @param records in the order of the names
   */
  record FoundBatch<M>(long revision, List<M> records) {}

  /** Reads the named records; refuses the request if one is missing. */
  <M extends Message> FoundBatch<M> find(
      RecordKind<?, M> kind, List<String> names, Message request) {
    var district = ReadRequest.parent(request);
    var ids = ids(kind, district, names);
    var wanted = ReadRequest.of(request, kind);
    var read = roster.among(kind, district, ids, wanted);
    var found = new HashMap<CleverId, M>();
    read.rows().forEach(row -> found.put(kind.id(row), kind.message(district, row, wanted.mask())));
    var records = new ArrayList<M>();
    for (int i = 0; i < ids.size(); i++) {
      var record = found.get(ids.get(i));
      if (record == null) {
        throw ResourceRefusals.recordNotFound(
            district, kind.collection().word(), Optional.of("names[" + i + "]"));
      }
      records.add(record);
    }
    return new FoundBatch<>(read.revision(), records);
  }

  private static List<CleverId> ids(RecordKind<?, ?> kind, CleverId district, List<String> names) {
    if (names.isEmpty() || names.size() > MOST) {
      throw RequestRefusals.invalidField("names", "must be 1 to " + MOST);
    }
    var ids = new ArrayList<CleverId>();
    var violations = new ArrayList<Violation>();
    for (int i = 0; i < names.size(); i++) {
      var name =
          kind.collection().parse(names.get(i)).filter(each -> each.district().equals(district));
      if (name.isEmpty()) {
        violations.add(
            new Violation(
                "names[" + i + "]",
                "must have the form districts/{district}/"
                    + kind.collection().word()
                    + "/{id}, of the district that parent names"));
      } else {
        ids.add(name.get().id());
      }
    }
    if (!violations.isEmpty()) {
      throw RequestRefusals.invalidFields(violations);
    }
    return ids;
  }
}
