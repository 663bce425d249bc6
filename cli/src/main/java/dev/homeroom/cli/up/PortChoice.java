package dev.homeroom.cli.up;

import dev.homeroom.cli.home.PortNumbers;
import dev.homeroom.cli.runtime.Ports;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The ports to serve on: those of the flags, else those of the last run, else the usual ones. If a
 * port of the last run or a usual one is taken, any free port is used, with a notice.
 *
 * @param ports 0 stands for any free one
 * @param notices a line for each port that was taken
 */
record PortChoice(PortNumbers ports, List<String> notices) {
  private static final int SERVER = 7070;
  private static final int SANDBOX = 7080;

  static PortChoice of(UpOptions options, Optional<PortNumbers> before) {
    var notices = new ArrayList<String>();
    var server =
        options.port != null
            ? options.port
            : free(
                "server",
                "--port",
                before.map(PortNumbers::server),
                usual(options, SERVER),
                notices);
    var sandbox =
        options.sandboxPort != null
            ? options.sandboxPort
            : free(
                "sandbox",
                "--sandbox-port",
                before.map(PortNumbers::sandbox),
                usual(options, SANDBOX),
                notices);
    var control = free("control API", null, before.map(PortNumbers::control), 0, notices);
    var postgres = free("Postgres", null, before.map(PortNumbers::postgres), 0, notices);
    return new PortChoice(
        new PortNumbers(server, sandbox, control, postgres == 0 ? Ports.free() : postgres),
        List.copyOf(notices));
  }

  private static int usual(UpOptions options, int port) {
    return options.once ? 0 : port;
  }

  private static int free(
      String what, @Nullable String flag, Optional<Integer> last, int usual, List<String> notices) {
    int wanted = last.orElse(usual);
    if (Ports.isFree(wanted)) {
      return wanted;
    }
    notices.add(
        "port %d%s is taken: the %s gets another one%s"
            .formatted(
                wanted,
                last.isPresent() ? ", where this data directory's was," : "",
                what,
                flag == null ? "" : " (" + flag + " chooses it)"));
    return 0;
  }
}
