package dev.homeroom.sandbox.district;

/** A person's name as the API shows it; contacts have only a last name. */
public record PersonName(String first, String middle, String last) {}
