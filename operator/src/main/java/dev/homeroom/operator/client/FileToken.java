package dev.homeroom.operator.client;

import io.grpc.CallCredentials;
import io.grpc.Metadata;
import io.grpc.Status;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Executor;

/**
 * Sends the token in a file with each call. The file is read for each call, so a token that the
 * kubelet replaced is used at once.
 */
final class FileToken extends CallCredentials {
  private static final Metadata.Key<String> AUTHORIZATION =
      Metadata.Key.of("authorization", Metadata.ASCII_STRING_MARSHALLER);

  private final Path file;

  FileToken(Path file) {
    this.file = file;
  }

  @Override
  public void applyRequestMetadata(
      RequestInfo request, Executor executor, MetadataApplier applier) {
    executor.execute(() -> apply(applier));
  }

  private void apply(MetadataApplier applier) {
    try {
      var headers = new Metadata();
      headers.put(AUTHORIZATION, "Bearer " + Files.readString(file).strip());
      applier.apply(headers);
    } catch (IOException e) {
      applier.fail(
          Status.UNAVAILABLE
              .withDescription("the operator's own token cannot be read from " + file)
              .withCause(e));
    }
  }
}
