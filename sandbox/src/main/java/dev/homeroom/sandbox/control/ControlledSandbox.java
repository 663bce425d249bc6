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

/** A sandbox that goes on from its history, and keeps it. */
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
   * Starts a sandbox in the state that the history in a folder leads to; begins one where there is
   * none. It answers when this returns.
   *
   * @param config a drift other than that of the start before happens now
   * @throws IOException when a port is taken or the history cannot be gone on from
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

  /** The sandbox itself; what happens to it by its methods is not kept. */
  public Sandbox sandbox() {
    return sandbox;
  }

  /**
   * Starts its control API, see {@link ControlServer#start(Sandbox, String, int)}.
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
