package dev.homeroom.operator.client;

import io.grpc.ChannelCredentials;
import io.grpc.InsecureChannelCredentials;
import io.grpc.TlsChannelCredentials;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;

/**
 * The server's address and the certificates that it is trusted by.
 *
 * @param target {@code host:port}
 * @param certificateAuthority PEM certificates; empty: plaintext, allowed only to this machine
 */
public record ServerAddress(String target, Optional<Path> certificateAuthority) {
  /** Validates the address. Refuses plaintext to another machine, because calls carry tokens. */
  public ServerAddress {
    if (!target.matches("\\S+:\\d{1,5}")) {
      throw new IllegalArgumentException("\"" + target + "\" is not host:port");
    }
    if (certificateAuthority.isEmpty() && !loopback(target)) {
      throw new IllegalArgumentException(
          target + " is another machine, which needs TLS: set HOMEROOM_SERVER_CA_FILE");
    }
  }

  ChannelCredentials credentials() throws IOException {
    return certificateAuthority.isEmpty()
        ? InsecureChannelCredentials.create()
        : TlsChannelCredentials.newBuilder()
            .trustManager(certificateAuthority.get().toFile())
            .build();
  }

  private static boolean loopback(String target) {
    var host = target.substring(0, target.lastIndexOf(':'));
    return host.equals("localhost") || host.equals("[::1]") || host.matches("127(\\.\\d{1,3}){3}");
  }
}
