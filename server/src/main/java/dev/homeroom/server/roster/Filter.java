package dev.homeroom.server.roster;

import dev.homeroom.server.roster.record.Moment;
import dev.homeroom.server.roster.record.Versions;
import org.jooq.Record;

/** Limits the records of a type that a request reads. */
@FunctionalInterface
interface Filter<R extends Record> {
  /** The matching records that the caller may see at the moment. */
  Versions<R> at(Moment moment);
}
