package dev.homeroom.server.sync;

import dev.homeroom.server.db.DistrictKey;
import dev.homeroom.server.db.Signals;
import dev.homeroom.server.db.Signals.Channel;
import java.util.UUID;
import org.jooq.DSLContext;

/** Signals the changes of runs to those who watch them. */
final class RunSignals {
  private RunSignals() {}

  /** Signals watchers of the run and of its district. */
  static void sendToDistrict(DSLContext transaction, UUID run, DistrictKey district) {
    send(transaction, run);
    Signals.send(transaction, Channel.DISTRICT, district.id().toString());
  }

  /** Signals watchers of the run alone. */
  static void send(DSLContext transaction, UUID run) {
    Signals.send(transaction, Channel.RUN, run.toString());
  }
}
