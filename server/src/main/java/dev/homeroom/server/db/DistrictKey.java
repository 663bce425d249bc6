package dev.homeroom.server.db;

/**
 * A district that Homeroom knows.
 *
 * @param number the first part of every key in the database
 * @param id Clever's id
 */
public record DistrictKey(int number, CleverId id) {}
