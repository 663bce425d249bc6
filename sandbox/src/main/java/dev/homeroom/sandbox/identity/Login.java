package dev.homeroom.sandbox.identity;

import dev.homeroom.sandbox.district.ObjectId;
import dev.homeroom.sandbox.district.Role;

/** The user who has signed in, and the role of the login. */
public record Login(ObjectId user, Role role) {}
