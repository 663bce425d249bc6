package dev.homeroom.sandbox.control;

import dev.homeroom.sandbox.district.RosterChange;
import dev.homeroom.sandbox.fault.FaultKinds;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import tools.jackson.databind.JsonNode;

/** Reads and writes the changes inside a fault, in the same JSON as elsewhere. */
final class ChangeJson implements FaultKinds.ChangeFormat {
  @Override
  public RosterChange read(JsonNode change) {
    return RecordCodec.readKind(RosterChange.class, "change", change);
  }

  @Override
  public Map<String, ?> write(RosterChange change) {
    Map<String, Object> written = new LinkedHashMap<>();
    if (RecordCodec.write(change, true) instanceof Map<?, ?> map) {
      map.forEach(
          (key, value) -> written.put(String.valueOf(key), Objects.requireNonNullElse(value, "")));
    }
    return written;
  }
}
