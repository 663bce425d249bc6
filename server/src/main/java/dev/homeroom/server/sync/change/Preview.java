package dev.homeroom.server.sync.change;

import dev.homeroom.v1.ChangeCounts;
import java.util.ArrayList;
import java.util.List;
import org.jooq.DSLContext;

/**
 * What a run would write, for one that is only asked.
 *
 * @param revision the roster's revision that was compared with; 0 before the first sync
 * @param changes what would be done, per type
 */
public record Preview(long revision, List<ChangeCounts> changes) {
  /** Tells it of what was compared; writes nothing. */
  public static Preview of(DSLContext sql, Take take, Changes compared) {
    var district = DistrictRow.read(sql, take);
    var changes = new ArrayList<ChangeCounts>();
    changes.add(district.take(compared.reading().district()));
    compared
        .comparisons()
        .forEach((type, comparison) ->
            changes.add(
                Remapping.apart(
                    sql,
                    compared.reading().staging(),
                    type,
                    take.district().number(),
                    Apply.wire(type, comparison))));
    return new Preview(district.revision(), List.copyOf(changes));
  }
}
