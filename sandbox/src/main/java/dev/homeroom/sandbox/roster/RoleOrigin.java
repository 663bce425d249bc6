package dev.homeroom.sandbox.roster;

/**
 * The origin of a role that a user took over from another user: employees with one e-mail address
 * are one user (sandbox/CLEVER.md 3.5).
 *
 * @param number the SIS number of the role
 * @param slot the slot of the user who held it, or {@link Users#NONE}
 */
record RoleOrigin(int number, int slot) {}
