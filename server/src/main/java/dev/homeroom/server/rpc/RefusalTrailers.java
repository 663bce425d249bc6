package dev.homeroom.server.rpc;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * A refusal as the trailers of gRPC over HTTP/2, for what is refused before gRPC has read a
 * request.
 */
public final class RefusalTrailers {
  private RefusalTrailers() {}

  /** The trailers by name, encoded as the protocol asks. */
  public static Map<String, String> of(Refusal refusal) {
    var trailers = new LinkedHashMap<String, String>();
    trailers.put("grpc-status", Integer.toString(refusal.code().value()));
    trailers.put("grpc-message", percentEncoded(refusal.sentence()));
    trailers.put(
        "grpc-status-details-bin",
        Base64.getEncoder().withoutPadding().encodeToString(Statuses.of(refusal).toByteArray()));
    return trailers;
  }

  /** As gRPC's protocol encodes messages: all but printable ASCII, and the percent sign. */
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
