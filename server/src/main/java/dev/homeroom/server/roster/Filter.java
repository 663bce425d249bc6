package dev.homeroom.server.roster;

import dev.homeroom.server.roster.record.Moment;
import dev.homeroom.server.roster.record.Versions;
import org.jooq.Record;

/** Which records of a type are asked for. */
@FunctionalInterface
interface Filter<R extends Record> {
  /** Those of them that the caller may see at the moment. */
  Versions<R> at(Moment moment);
}
