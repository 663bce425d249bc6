package dev.homeroom.cli.call;

import com.google.protobuf.ByteString;
import com.google.protobuf.DescriptorProtos.FileDescriptorProto;
import com.google.protobuf.Descriptors.DescriptorValidationException;
import com.google.protobuf.Descriptors.FileDescriptor;
import com.google.protobuf.Descriptors.ServiceDescriptor;
import com.google.protobuf.ExtensionRegistry;
import com.google.protobuf.InvalidProtocolBufferException;
import dev.homeroom.cli.console.CommandFailure;
import dev.homeroom.v1.AccessProto;
import io.grpc.Channel;
import io.grpc.Status;
import io.grpc.reflection.v1.ServerReflectionGrpc;
import io.grpc.reflection.v1.ServerReflectionRequest;
import io.grpc.reflection.v1.ServerReflectionResponse;
import io.grpc.reflection.v1.ServiceResponse;
import io.grpc.stub.StreamObserver;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Reads a server's descriptions of its own services. Not thread-safe. */
final class Reflection {
  private static final long ANSWER_SECONDS = 10;

  private final Channel channel;
  private final ExtensionRegistry extensions = ExtensionRegistry.newInstance();
  private final Map<String, FileDescriptorProto> files = new HashMap<>();

  Reflection(Channel channel) {
    this.channel = channel;
    AccessProto.registerAllExtensions(extensions);
  }

  /** Returns the full names of all services, sorted. */
  List<String> services() {
    var request = ServerReflectionRequest.newBuilder().setListServices("").build();
    return ask(request).getListServicesResponse().getServiceList().stream()
        .map(ServiceResponse::getName)
        .sorted()
        .toList();
  }

  /**
   * Returns the description of a service.
   *
   * @param fullName a name from {@link #services}
   */
  ServiceDescriptor service(String fullName) {
    var request = ServerReflectionRequest.newBuilder().setFileContainingSymbol(fullName).build();
    var file = load(ask(request)).getFirst();
    try {
      var service = build(file, new HashMap<>()).findServiceByName(simpleName(fullName));
      if (service == null) {
        throw CommandFailure.failed("the server describes no service " + fullName);
      }
      return service;
    } catch (DescriptorValidationException e) {
      throw CommandFailure.failed(
          "the server's description of " + fullName + " is broken: " + e.getMessage());
    }
  }

  private static String simpleName(String fullName) {
    return fullName.substring(fullName.lastIndexOf('.') + 1);
  }

  private FileDescriptor build(FileDescriptorProto file, Map<String, FileDescriptor> built)
      throws DescriptorValidationException {
    var known = built.get(file.getName());
    if (known != null) {
      return known;
    }
    var imports = new FileDescriptor[file.getDependencyCount()];
    for (var i = 0; i < imports.length; i++) {
      imports[i] = build(file(file.getDependency(i)), built);
    }
    var descriptor = FileDescriptor.buildFrom(file, imports);
    built.put(file.getName(), descriptor);
    return descriptor;
  }

  private FileDescriptorProto file(String name) {
    if (!files.containsKey(name)) {
      load(ask(ServerReflectionRequest.newBuilder().setFileByFilename(name).build()));
    }
    var file = files.get(name);
    if (file == null) {
      throw CommandFailure.failed("the server does not describe " + name);
    }
    return file;
  }

  private List<FileDescriptorProto> load(ServerReflectionResponse response) {
    var loaded =
        response.getFileDescriptorResponse().getFileDescriptorProtoList().stream()
            .map(this::parse)
            .toList();
    loaded.forEach(file -> files.put(file.getName(), file));
    return loaded;
  }

  private FileDescriptorProto parse(ByteString bytes) {
    try {
      return FileDescriptorProto.parseFrom(bytes, extensions);
    } catch (InvalidProtocolBufferException e) {
      throw CommandFailure.failed("the server's description cannot be read: " + e.getMessage());
    }
  }

  private ServerReflectionResponse ask(ServerReflectionRequest request) {
    var answer = new CompletableFuture<ServerReflectionResponse>();
    var stream =
        ServerReflectionGrpc.newStub(channel)
            .withDeadlineAfter(ANSWER_SECONDS, TimeUnit.SECONDS)
            .serverReflectionInfo(new First(answer));
    stream.onNext(request);
    stream.onCompleted();
    try {
      var response = answer.get(ANSWER_SECONDS + 1, TimeUnit.SECONDS);
      if (response.hasErrorResponse()) {
        throw CommandFailure.failed(response.getErrorResponse().getErrorMessage());
      }
      return response;
    } catch (ExecutionException e) {
      throw Status.fromThrowable(e).asRuntimeException();
    } catch (TimeoutException e) {
      throw Status.DEADLINE_EXCEEDED.asRuntimeException();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw Status.CANCELLED.asRuntimeException();
    }
  }

  private record First(CompletableFuture<ServerReflectionResponse> answer)
      implements StreamObserver<ServerReflectionResponse> {
    @Override
    public void onNext(ServerReflectionResponse response) {
      answer.complete(response);
    }

    @Override
    public void onError(Throwable failure) {
      answer.completeExceptionally(failure);
    }

    @Override
    public void onCompleted() {
      answer.completeExceptionally(Status.UNAVAILABLE.asRuntimeException());
    }
  }
}
