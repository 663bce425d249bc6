package dev.homeroom.cli.kube;

import dev.homeroom.cli.console.Console;
import dev.homeroom.cli.console.ShellWord;
import dev.homeroom.cli.runtime.Programs;
import java.util.List;

/** Prints the kubectl commands to try. Each works as printed, in this order. */
public final class KubeSteps {
  private KubeSteps() {}

  /**
   * Prints the commands.
   *
   * @param district resource name of the example's district
   */
  public static void print(
      Console console, LocalCluster cluster, ExampleManifest example, String district) {
    var kubectl =
        Programs.isInstalled("kubectl")
            ? "kubectl"
            : ShellWord.of(cluster.kubectlProgram().toString());
    var manifest = ShellWord.of(example.file().toString());
    var resource = "dsync/" + ExampleManifest.NAME;
    console.say("");
    console.say("A Kubernetes API server runs, and the operator with it. Try in another terminal:");
    console.say("");
    console.say("  export KUBECONFIG=" + ShellWord.of(cluster.kubeconfig().toString()));
    for (var arguments :
        List.of(
            "apply -f " + manifest,
            "wait --for=condition=Ready " + resource + " --timeout=120s",
            "get dsync",
            "describe " + resource)) {
      console.say("  " + kubectl + " " + arguments);
    }
    console.say("");
    console.say("The roster by gRPC, in this folder:");
    console.say("");
    console.say(
        "  ./homeroom call RosterService/ListSections '{\"parent\": \""
            + district
            + "\", \"pageSize\": 3}'");
    console.say("  ./homeroom share " + district);
    console.say("");
    console.say("Try a token that Clever refuses, read the status, and restore the good one:");
    console.say("");
    for (var arguments :
        List.of(
            "patch secret "
                + ExampleManifest.SECRET
                + " --patch '{\"stringData\": {\"token\": \"not-a-token\"}}'",
            "wait --for=condition=CredentialsValid=False " + resource + " --timeout=60s",
            "get "
                + resource
                + " -o jsonpath='{.status.conditions[?(@.type==\"CredentialsValid\")].message}{\"\\n\"}'",
            "apply -f " + manifest,
            "wait --for=condition=CredentialsValid " + resource + " --timeout=60s")) {
      console.say("  " + kubectl + " " + arguments);
    }
    console.say("");
    console.say("The end of the declaration; the roster stays on the server:");
    console.say("");
    console.say("  " + kubectl + " delete " + resource);
  }
}
