package dev.homeroom.operator;

import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.javaoperatorsdk.operator.OperatorException;
import java.io.IOException;
import java.net.BindException;
import java.time.Clock;
import java.util.concurrent.CountDownLatch;

/** Starts the operator from its environment and runs it until it is asked to stop. */
public final class OperatorMain {
  private static final int FAILED = 1;
  private static final int WRONG_USE = 2;

  private OperatorMain() {}

  /**
   * Runs the operator; takes no arguments. {@link OperatorConfig} lists the variables that it
   * reads. Exits with 2, after one line on standard error, when an argument or a variable is
   * invalid, an address is taken or a file cannot be read; with 1 when the cluster cannot be used
   * or another operator becomes the leader; with 3 when it is out of memory.
   */
  public static void main(String[] arguments) throws InterruptedException {
    if (arguments.length > 0) {
      end(
          WRONG_USE,
          "unknown argument "
              + arguments[0]
              + "; the operator is configured by HOMEROOM_ variables");
      return;
    }
    OperatorConfig config;
    try {
      config = OperatorConfig.from(System.getenv());
    } catch (IllegalArgumentException e) {
      end(WRONG_USE, rootOf(e));
      return;
    }
    run(config);
  }

  private static void run(OperatorConfig config) throws InterruptedException {
    try (var _ = DirectMemoryWatch.start();
        var client = new KubernetesClientBuilder().build();
        var operator =
            HomeroomOperator.start(
                config, client, Clock.systemUTC(), OperatorMain::leadershipLost)) {
      var stop = stopOnSignal(operator);
      if (config.readyFile().isPresent()) {
        ReadyFile.write(config.readyFile().get(), operator.health());
      }
      stop.await();
    } catch (BindException e) {
      end(WRONG_USE, "HOMEROOM_HEALTH_LISTEN: " + config.health() + " is taken");
    } catch (IOException e) {
      end(WRONG_USE, "cannot start: " + e.getMessage());
    } catch (OperatorException | KubernetesClientException e) {
      end(
          FAILED,
          "the cluster does not let the operator work: "
              + rootOf(e)
              + "; see that it is reachable, that helm/crds is applied and that the service account has its rights");
    }
  }

  /** Closes the operator on a signal, before the process ends. */
  private static CountDownLatch stopOnSignal(HomeroomOperator operator) {
    var stop = new CountDownLatch(1);
    Runtime.getRuntime()
        .addShutdownHook(
            new Thread(
                () -> {
                  operator.close();
                  stop.countDown();
                },
                "stop"));
    return stop;
  }

  /**
   * Ends the process at once, because another operator leads now and the passes of this one must
   * not continue.
   */
  private static void leadershipLost() {
    System.err.println("homeroom operator: another operator leads now");
    Runtime.getRuntime().halt(FAILED);
  }

  private static String rootOf(Throwable failure) {
    var root = failure;
    for (var cause = root.getCause(); cause != null; cause = cause.getCause()) {
      root = cause;
    }
    return String.valueOf(root.getMessage());
  }

  private static void end(int code, String line) {
    System.err.println("homeroom operator: " + line);
    System.exit(code);
  }
}
