package dev.homeroom.server.db;

import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jooq.Condition;
import org.jooq.Field;
import org.jooq.impl.DSL;

/** Districts that are read together: the number of statements does not grow with theirs. */
public final class DistrictSet {
  private final Map<Integer, DistrictKey> keys = new HashMap<>();

  private DistrictSet() {}

  /** Returns the set of these districts. */
  public static DistrictSet of(Collection<DistrictKey> districts) {
    var set = new DistrictSet();
    districts.forEach(district -> set.keys.put(district.number(), district));
    return set;
  }

  /** Returns the set of one district. */
  public static DistrictSet of(DistrictKey district) {
    return of(List.of(district));
  }

  /** Returns the districts, in no order. */
  public Collection<DistrictKey> keys() {
    return keys.values();
  }

  /** Returns the district of a row that {@link #matches} found. */
  public DistrictKey key(int number) {
    return Objects.requireNonNull(keys.get(number), "a row of another district");
  }

  /** Matches the rows of these districts by the column of their number. */
  public Condition matches(Field<Integer> district) {
    return district.eq(DSL.any(keys.keySet().toArray(Integer[]::new)));
  }
}
