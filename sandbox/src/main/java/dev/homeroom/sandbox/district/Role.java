package dev.homeroom.sandbox.district;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** The roles that a Clever user can hold (sandbox/CLEVER.md 3.4). A set of roles is a bit mask. */
public enum Role {
  STUDENT(1),
  TEACHER(2),
  STAFF(4),
  DISTRICT_ADMIN(8),
  CONTACT(16);

  private final int bit;

  Role(int bit) {
    this.bit = bit;
  }

  /** The role's bit in a mask. */
  public int bit() {
    return bit;
  }

  /** Returns whether the mask contains this role. */
  public boolean in(int mask) {
    return (mask & bit) != 0;
  }

  /** The word Clever uses, for example {@code district_admin}. */
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** The role with this word. */
  public static Optional<Role> ofWord(String word) {
    return Arrays.stream(values()).filter(role -> role.word().equals(word)).findFirst();
  }
}
