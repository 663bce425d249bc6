package dev.homeroom.cli.up;

import dev.homeroom.cli.client.Caller;
import dev.homeroom.cli.client.SandboxClient;
import dev.homeroom.cli.home.PrivateFiles;
import dev.homeroom.cli.kube.LocalCluster;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Builds the server's access.yaml: the issuers of tokens, and the role of each subject. */
final class AccessFile {
  /**
   * The address to which the demo app's users return after sign-in: an app that a developer may
   * start.
   */
  static final String REDIRECT_URI = "http://127.0.0.1:8400/callback";

  /** A person who tries Homeroom out is both administrator and tenant. */
  private static final String DECLARES_FREELY =
      "    withoutToken: true\n    automaticConfirmation: true\n";

  private final List<String> issuers = new ArrayList<>();
  private final List<String> grants = new ArrayList<>();

  /** Grants access to the sandbox's callers. */
  AccessFile sandbox(String issuer) {
    issuers.add(
        """
          - issuer: %s
            audience: %s
        """
            .formatted(issuer, SandboxClient.AUDIENCE));
    for (var caller : Caller.values()) {
      grant(issuer, caller.subject(), caller.word());
    }
    return this;
  }

  /** Grants access to the operator's service account of a cluster. */
  AccessFile cluster(LocalCluster cluster) {
    issuers.add(
        """
          - issuer: %s
            audience: %s
            jwksUri: %s
            caFile: %s
            tokenFile: %s
        """
            .formatted(
                cluster.issuer(),
                SandboxClient.AUDIENCE,
                cluster.jwksUri(),
                cluster.caFile(),
                cluster.issuerTokenFile()));
    grant(cluster.issuer(), cluster.operatorSubject(), Caller.OPERATOR.word());
    return this;
  }

  /** Writes the file atomically; the server reads it again when it changes. */
  Path write(Path file) throws IOException {
    PrivateFiles.write(
        file,
        "issuers:\n" + String.join("", issuers) + "users: {}\ngrants:\n" + String.join("", grants));
    return file;
  }

  private void grant(String issuer, String subject, String role) {
    grants.add(
        """
          - issuer: %s
            subject: %s
            role: %s
            districts: all
        """
                .formatted(issuer, subject, role)
            + (role.equals(Caller.OPERATOR.word()) ? DECLARES_FREELY : "    fields: all\n")
            + (role.equals(Caller.APP.word()) ? "    redirectUris: " + REDIRECT_URI + "\n" : ""));
  }
}
