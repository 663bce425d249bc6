package dev.homeroom.bench.chaos;

import dev.homeroom.bench.fleet.Fleet;
import java.io.IOException;
import java.sql.SQLException;
import java.util.Optional;
import java.util.Random;

/** Kills and pauses servers during runs, and counts. */
final class ServerFaults {
  private static final int LATEST_MILLIS = 1_500;

  private final Fleet fleet;
  private final Sessions sessions;
  private final Random random;
  private int kills;
  private int pauses;
  private int insideApply;
  private int whileComparing;

  ServerFaults(Fleet fleet, Sessions sessions, Random random) {
    this.fleet = fleet;
    this.sessions = sessions;
    this.random = random;
  }

  /**
   * A kill or a pause of one server.
   *
   * @param index of the server
   * @param killed false: it was paused
   */
  record Struck(int index, boolean killed) {}

  /**
   * The counts so far.
   *
   * @param kills by {@code SIGKILL}
   * @param pauses by {@code SIGSTOP} for twice the lease, then {@code SIGCONT}
   * @param insideApply kills and pauses of a server inside its open apply transaction
   * @param whileComparing kills and pauses of a server that had read and had not begun to apply
   */
  record Count(int kills, int pauses, int insideApply, int whileComparing) {}

  Count count() {
    return new Count(kills, pauses, insideApply, whileComparing);
  }

  /** Hits a server at a randomly chosen moment; a random server where none reaches that moment. */
  Struck next() throws IOException, SQLException, InterruptedException {
    boolean kill = random.nextInt(5) < 3;
    try {
      int index = aim(kill).orElseGet(() -> random.nextInt(fleet.members().size()));
      var process = fleet.members().get(index).process();
      if (kill) {
        kills++;
        process.kill();
      } else {
        pauses++;
        process.pause(true);
      }
      return new Struck(index, kill);
    } finally {
      sessions.release();
    }
  }

  /**
   * Waits for a random moment and returns the server that is at it. A paused server can be late
   * only if it has read, so half of the pauses come between reading and applying.
   */
  private Optional<Integer> aim(boolean kill) throws SQLException, InterruptedException {
    int lot = random.nextInt(8);
    if (lot < (kill ? 4 : 2)) {
      var server = sessions.applying().flatMap(this::index);
      insideApply += server.isPresent() ? 1 : 0;
      return server;
    }
    if (lot < 6) {
      var server = sessions.comparing().flatMap(this::index);
      whileComparing += server.isPresent() ? 1 : 0;
      return server;
    }
    Thread.sleep(random.nextInt(LATEST_MILLIS));
    return Optional.empty();
  }

  private Optional<Integer> index(String user) {
    var members = fleet.members();
    for (int i = 0; i < members.size(); i++) {
      if (members.get(i).user().equals(user)) {
        return Optional.of(i);
      }
    }
    return Optional.empty();
  }
}
