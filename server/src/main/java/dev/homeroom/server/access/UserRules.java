package dev.homeroom.server.access;

import dev.homeroom.v1.PrivacyClass;
import java.util.Set;
import java.util.TreeSet;

/**
 * The part of people's rights that access.yaml decides.
 *
 * @param classmatesNamed true if students see their classmates' names; otherwise they see nothing
 *     of them
 * @param staffFields the privacy classes that staff read of the people of their schools
 */
public record UserRules(boolean classmatesNamed, Set<PrivacyClass> staffFields) {
  /** Copies the classes. */
  public UserRules {
    staffFields = Set.copyOf(staffFields);
  }

  String identity() {
    return classmatesNamed + "" + new TreeSet<>(staffFields);
  }
}
