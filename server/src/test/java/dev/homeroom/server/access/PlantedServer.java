package dev.homeroom.server.access;

import dev.homeroom.server.TestServer;
import io.grpc.ManagedChannel;
import io.grpc.netty.shaded.io.grpc.netty.NettyChannelBuilder;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.classfile.ClassFile;
import java.lang.classfile.CodeBuilder;
import java.lang.classfile.MethodModel;
import java.net.InetSocketAddress;
import java.time.Clock;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;

/**
 * Another replica of a server, in whose code one method does something else. The product has no
 * switch for it: the replica's classes are loaded anew, one of them changed on its way.
 */
final class PlantedServer implements AutoCloseable {
  private static final String PRODUCT = "dev.homeroom.server.";

  private final AutoCloseable server;
  private final ManagedChannel channel;

  private PlantedServer(AutoCloseable server, InetSocketAddress address) {
    this.server = server;
    this.channel = NettyChannelBuilder.forAddress(address).usePlaintext().build();
  }

  /**
   * What is changed.
   *
   * @param type binary name of a class, behind that of the product's package
   * @param method its only method of this name
   * @param instead what the method does; {@code this} and its arguments are where it has them
   */
  record Fault(String type, String method, Consumer<CodeBuilder> instead) {
    String className() {
      return PRODUCT + type;
    }

    byte[] into(byte[] bytes) {
      var changed = new AtomicInteger();
      var file = ClassFile.of();
      var planted =
          file.transformClass(
              file.parse(bytes),
              (builder, element) -> {
                if (element instanceof MethodModel found
                    && found.methodName().equalsString(method)) {
                  changed.incrementAndGet();
                  builder.withMethodBody(
                      found.methodName(), found.methodType(), found.flags().flagsMask(), instead);
                } else {
                  builder.with(element);
                }
              });
      if (changed.get() != 1) {
        throw new IllegalStateException(
            className() + " has " + changed + " methods " + method + ", not the one to change");
      }
      return planted;
    }
  }

  /** Starts one with this fault, ready. */
  static PlantedServer of(TestServer original, Fault fault) throws ReflectiveOperationException {
    var loader = new Loader(fault);
    var config =
        loader
            .loadClass(PRODUCT + "ServerConfig")
            .getMethod("from", Map.class)
            .invoke(null, environment(original));
    var type = loader.loadClass(PRODUCT + "HomeroomServer");
    var server =
        (AutoCloseable)
            type.getMethod("start", config.getClass(), Clock.class)
                .invoke(null, config, Clock.systemUTC());
    var ready = (CompletableFuture<?>) type.getMethod("ready").invoke(server);
    ready.orTimeout(30, TimeUnit.SECONDS).join();
    return new PlantedServer(server, (InetSocketAddress) type.getMethod("address").invoke(server));
  }

  /** A connection to it, without any token. */
  ManagedChannel channel() {
    return channel;
  }

  @Override
  public void close() throws Exception {
    channel.shutdownNow();
    server.close();
  }

  private static Map<String, String> environment(TestServer original) {
    var database = original.database();
    return Map.of(
        "HOMEROOM_LISTEN",
        "127.0.0.1:0",
        "HOMEROOM_DATABASE_URL",
        database.url(),
        "HOMEROOM_DATABASE_USER",
        database.user(),
        "HOMEROOM_DATABASE_PASSWORD",
        database.password(),
        "HOMEROOM_CLEVER_API_URL",
        "http://127.0.0.1:1",
        "HOMEROOM_KEYSET_FILE",
        original.accessFile().resolveSibling("keyset.json").toString(),
        "HOMEROOM_ACCESS_FILE",
        original.accessFile().toString(),
        "HOMEROOM_DRAIN",
        "PT1S");
  }

  /** Loads the product's classes anew, and everything else as its parent does. */
  private static final class Loader extends ClassLoader {
    private final Fault fault;

    Loader(Fault fault) {
      super(PlantedServer.class.getClassLoader());
      this.fault = fault;
    }

    @Override
    protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
      if (!name.startsWith(PRODUCT)) {
        return super.loadClass(name, resolve);
      }
      synchronized (getClassLoadingLock(name)) {
        var known = findLoadedClass(name);
        return known == null ? define(name) : known;
      }
    }

    private Class<?> define(String name) throws ClassNotFoundException {
      var file = name.replace('.', '/') + ".class";
      try (var stream = getParent().getResourceAsStream(file)) {
        if (stream == null) {
          throw new ClassNotFoundException(name);
        }
        var bytes = stream.readAllBytes();
        var own = name.equals(fault.className()) ? fault.into(bytes) : bytes;
        return defineClass(name, own, 0, own.length);
      } catch (IOException failure) {
        throw new UncheckedIOException(failure);
      }
    }
  }
}
