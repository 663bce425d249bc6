package dev.homeroom.sandbox.control;

import dev.homeroom.sandbox.Sandbox;
import dev.homeroom.sandbox.SandboxConfig;
import dev.homeroom.sandbox.SandboxRelease;
import dev.homeroom.sandbox.identity.IdTokenKeys;
import dev.homeroom.sandbox.journal.CommandJournal;
import dev.homeroom.sandbox.journal.JournalHeader;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;

/** A sandbox that continues from its history and keeps recording it. */
public final class ControlledSandbox implements AutoCloseable {
  private final CommandJournal journal;
  private final Sandbox sandbox;
  private final CommandExecutor executor;

  private ControlledSandbox(CommandJournal journal, Sandbox sandbox, CommandExecutor executor) {
    this.journal = journal;
    this.sandbox = sandbox;
    this.executor = executor;
  }

  /**
   * Starts a sandbox in the state that the history in a folder leads to, or a new one if there is
   * no history. It answers when this method returns.
   *
   * @param config its drift happens now, unless it is 0 or that of the last start with a drift
   * @throws IOException when a port is taken or the history cannot be continued
   */
  public static ControlledSandbox start(SandboxConfig config, Path history) throws IOException {
    var wanted =
        new JournalHeader(
            JournalHeader.FORMAT,
            SandboxRelease.ofThis(),
            config.seed(),
            config.students(),
            config.quality().word(),
            config.driftPercent());
    var journal = CommandJournal.open(history, wanted);
    try {
      var keys = IdTokenKeys.keptIn(history);
      var sandbox = Sandbox.prepare(config.withDrift(journal.header().drift()), keys);
      try {
        var executor = new CommandExecutor(sandbox, Optional.of(journal));
        executor.replay();
        executor.driftTo(config.driftPercent());
        sandbox.open();
        return new ControlledSandbox(journal, sandbox, executor);
      } catch (IOException | RuntimeException e) {
        sandbox.close();
        throw e;
      }
    } catch (IOException | RuntimeException e) {
      journal.close();
      throw e;
    }
  }

  /** The sandbox itself; the history does not record changes by its methods. */
  public Sandbox sandbox() {
    return sandbox;
  }

  /**
   * Starts the control API, see {@link ControlServer#start(Sandbox, String, int)}.
   *
   * @throws IOException when the port is taken
   */
  public ControlServer control(String host, int port) throws IOException {
    return ControlServer.start(executor, host, port);
  }

  @Override
  public void close() throws IOException {
    sandbox.close();
    journal.close();
  }
}
