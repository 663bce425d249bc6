package dev.homeroom.bench;

import dev.homeroom.bench.process.Workplace;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.Objects;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** What all benchmarks' commands share: how they speak, and what becomes of what they measured. */
public final class BenchRun {

  @Spec(Spec.Target.MIXEE)
  private @Nullable CommandSpec spec;

  @Option(names = "--json", description = "Also write what was measured to this file.")
  private @Nullable Path json;

  /** For a command to mix in. */
  public BenchRun() {}

  /** What measures, in a folder of its own; tells people before each step. */
  @FunctionalInterface
  public interface Measuring<M> {
    /** Measures. */
    M in(Workplace work, Consumer<String> progress)
        throws IOException, SQLException, InterruptedException;
  }

  /**
   * Measures, prints and keeps what was measured.
   *
   * @param name of the benchmark
   * @param text what was measured, for people
   * @param wrong what of it cannot be, for people; empty if all is well
   * @return the exit code: 1 where something is wrong; then logs and data stay
   */
  public <M> int carryOut(
      String name, Measuring<M> measuring, Function<M, String> text, Function<M, String> wrong)
      throws IOException, SQLException, InterruptedException {
    var work = Workplace.open(name);
    M measured;
    try {
      measured = measuring.in(work, line -> say(line + "…"));
    } catch (IOException | SQLException | InterruptedException | RuntimeException failure) {
      say("it failed; logs and data stay in " + work.folder());
      throw failure;
    }
    command().getOut().print(text.apply(measured));
    command().getOut().flush();
    if (json != null) {
      Workplace.write(json, measured);
    }
    var told = wrong.apply(measured);
    if (!told.isEmpty()) {
      say(told + "; logs and data stay in " + work.folder());
      return 1;
    }
    work.delete();
    return 0;
  }

  /** Refuses an option's value that is out of range. */
  public void require(String flag, int value, int least, int most) {
    if (value < least || value > most) {
      throw new ParameterException(command(), "%s is %d to %d".formatted(flag, least, most));
    }
  }

  private void say(String line) {
    command().getErr().println(line);
    command().getErr().flush();
  }

  private CommandLine command() {
    return Objects.requireNonNull(spec).commandLine();
  }
}
