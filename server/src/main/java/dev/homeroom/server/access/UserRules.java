package dev.homeroom.server.access;

import dev.homeroom.v1.PrivacyClass;
import java.util.Set;
import java.util.TreeSet;

/**
 * What access.yaml leaves open of what people see.
 *
 * @param classmatesNamed whether students see their classmates' names, or nothing of them
 * @param staffFields which fields staff read of the people of their schools
 */
public record UserRules(boolean classmatesNamed, Set<PrivacyClass> staffFields) {
  /** Keeps a copy. */
  public UserRules {
    staffFields = Set.copyOf(staffFields);
  }

  String identity() {
    return classmatesNamed + "" + new TreeSet<>(staffFields);
  }
}
