package dev.homeroom.server.rpc.call;

import dev.homeroom.server.rpc.Refusal;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The trailers of a refusal in gRPC over HTTP/2, for requests that are refused before gRPC has read
 * them.
 */
public final class RefusalTrailers {
  private RefusalTrailers() {}

  /** The trailers by name, encoded as the protocol demands. */
  public static Map<String, String> of(Refusal refusal) {
    var trailers = new LinkedHashMap<String, String>();
    trailers.put("grpc-status", Integer.toString(refusal.code().value()));
    trailers.put("grpc-message", percentEncoded(refusal.sentence()));
    trailers.put(
        "grpc-status-details-bin",
        Base64.getEncoder().withoutPadding().encodeToString(Statuses.of(refusal).toByteArray()));
    return trailers;
  }

  /**
   * The encoding of messages in gRPC's protocol: escapes the percent sign and everything but
   * printable ASCII.
   */
  private static String percentEncoded(String sentence) {
    var encoded = new StringBuilder();
    for (byte each : sentence.getBytes(StandardCharsets.UTF_8)) {
      if (each >= ' ' && each <= '~' && each != '%') {
        encoded.append((char) each);
      } else {
        encoded.append("%%%02X".formatted(each));
      }
    }
    return encoded.toString();
  }
}
