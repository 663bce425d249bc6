package dev.homeroom.sandbox.identity;

import dev.homeroom.sandbox.district.ObjectId;
import dev.homeroom.sandbox.district.Role;

/** Who has signed in, and in which of the user's roles. */
public record Login(ObjectId user, Role role) {}
