package dev.homeroom.server.rpc.call;

import io.grpc.Codec;
import io.grpc.Decompressor;
import io.grpc.DecompressorRegistry;
import java.io.IOException;
import java.io.InputStream;
import java.util.zip.GZIPInputStream;
import org.jspecify.annotations.Nullable;

/**
 * Decompresses requests only when they are read, where a failure becomes a refusal with a reason.
 * gRPC's own gzip codec decompresses in the transport, and a failure there is answered with
 * UNKNOWN.
 */
public final class LazyGzip implements Decompressor {
  /** The compression that it opens, as the protocol calls it. */
  public static final String NAME = "gzip";

  /** The encoding without any compression. */
  public static final String NONE = Codec.Identity.NONE.getMessageEncoding();

  private static final DecompressorRegistry REGISTRY =
      DecompressorRegistry.emptyInstance()
          .with(Codec.Identity.NONE, false)
          .with(new LazyGzip(), true);

  private LazyGzip() {}

  /** The compressions of requests that a server reads: gzip and none. */
  public static DecompressorRegistry registry() {
    return REGISTRY;
  }

  /** Returns true if a call may name this encoding for its requests. */
  public static boolean reads(String encoding) {
    return REGISTRY.lookupDecompressor(encoding) != null;
  }

  @Override
  public String getMessageEncoding() {
    return NAME;
  }

  @Override
  public InputStream decompress(InputStream compressed) {
    return new LazyStream(compressed);
  }

  private static final class LazyStream extends InputStream {
    private final InputStream compressed;
    private @Nullable InputStream opened;

    LazyStream(InputStream compressed) {
      this.compressed = compressed;
    }

    @Override
    public int read() throws IOException {
      return opened().read();
    }

    @Override
    public int read(byte[] bytes, int offset, int length) throws IOException {
      return opened().read(bytes, offset, length);
    }

    @Override
    public void close() throws IOException {
      compressed.close();
    }

    private InputStream opened() throws IOException {
      var stream = opened;
      if (stream == null) {
        stream = new GZIPInputStream(compressed);
        opened = stream;
      }
      return stream;
    }
  }
}
