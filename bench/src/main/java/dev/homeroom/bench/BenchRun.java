package dev.homeroom.bench;

import dev.homeroom.bench.process.BenchFolder;
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

/**
 * The options and the procedure that all benchmark commands share: measure, print, check and keep
 * the result.
 */
public final class BenchRun {

  @Spec(Spec.Target.MIXEE)
  private @Nullable CommandSpec spec;

  @Option(names = "--json", description = "Also write the measurements to this file.")
  private @Nullable Path json;

  /** Creates the options, to be mixed in by a command. */
  public BenchRun() {}

  /** Makes a measurement in its own folder. */
  @FunctionalInterface
  public interface Measuring<M> {
    /**
     * Measures.
     *
     * @param progress takes a line for people before each step
     */
    M in(BenchFolder work, Consumer<String> progress)
        throws IOException, SQLException, InterruptedException;
  }

  /**
   * Measures, prints the result and writes it to the file of {@code --json}.
   *
   * @param name of the benchmark
   * @param text formats the result for people
   * @param wrong describes the faults in the result for people; empty if there is none
   * @return the exit code: 1 where there is a fault; then logs and data stay
   */
  public <M> int carryOut(
      String name, Measuring<M> measuring, Function<M, String> text, Function<M, String> wrong)
      throws IOException, SQLException, InterruptedException {
    var work = BenchFolder.open(name);
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
      BenchFolder.write(json, measured);
    }
    var fault = wrong.apply(measured);
    if (!fault.isEmpty()) {
      say(fault + "; logs and data stay in " + work.folder());
      return 1;
    }
    work.delete();
    return 0;
  }

  /** Refuses an option's value outside {@code least} to {@code most}. */
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
