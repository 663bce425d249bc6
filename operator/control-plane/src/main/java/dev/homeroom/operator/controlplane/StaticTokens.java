package dev.homeroom.operator.controlplane;

import java.io.IOException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.HexFormat;

/**
 * The tokens of the two callers that exist without any object in the cluster: an administrator, and
 * a reader of the service-account issuer's keys, which has only the rights that a server outside
 * the cluster needs.
 */
record StaticTokens(String administrator, String issuerReader) {
  private static final HexFormat HEX = HexFormat.of();

  static StaticTokens random() {
    var random = new SecureRandom();
    return new StaticTokens(token(random), token(random));
  }

  Path write(Path directory) throws IOException {
    var file = directory.resolve("tokens.csv");
    PrivateFile.write(
        file,
        """
        %s,administrator,administrator,"system:masters"
        %s,issuer-reader,issuer-reader,"system:serviceaccounts"
        """
            .formatted(administrator, issuerReader));
    return file;
  }

  private static String token(SecureRandom random) {
    var bytes = new byte[24];
    random.nextBytes(bytes);
    return HEX.formatHex(bytes);
  }

  @Override
  public String toString() {
    return "***";
  }
}
