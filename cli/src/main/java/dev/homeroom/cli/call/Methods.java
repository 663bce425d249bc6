package dev.homeroom.cli.call;

import com.google.protobuf.Descriptors.MethodDescriptor;
import com.google.protobuf.Descriptors.ServiceDescriptor;
import dev.homeroom.cli.client.Caller;
import dev.homeroom.cli.console.CommandFailure;
import dev.homeroom.v1.AccessProto;
import java.util.List;
import java.util.Locale;

/** Finds a server's methods by the names that people type. Not thread-safe. */
final class Methods {
  private final Reflection reflection;

  Methods(Reflection reflection) {
    this.reflection = reflection;
  }

  /** Returns the full names of the services whose name contains a text. */
  List<String> services(String part) {
    var wanted = part.toLowerCase(Locale.ROOT);
    return reflection.services().stream()
        .filter(name -> name.toLowerCase(Locale.ROOT).contains(wanted))
        .toList();
  }

  /** Returns a line for each method of a service: its name, request and response. */
  List<String> describe(String service) {
    return reflection.service(service).getMethods().stream().map(Methods::line).toList();
  }

  /**
   * Finds a method.
   *
   * @param name {@code Service/Method}, the service with or without its package
   */
  MethodDescriptor find(String name) {
    var slash = name.lastIndexOf('/');
    if (slash < 0) {
      throw CommandFailure.usage(
          "name the method as Service/Method; `./homeroom call list` shows them");
    }
    var service = service(name.substring(0, slash));
    var method = service.findMethodByName(name.substring(slash + 1));
    if (method == null) {
      throw CommandFailure.usage(
          "%s has no method %s; `./homeroom call list %s` shows them"
              .formatted(service.getFullName(), name.substring(slash + 1), service.getName()));
    }
    return method;
  }

  /** Returns the first caller with a role that may call the method. */
  static Caller callerOf(MethodDescriptor method) {
    return Caller.having(method.getOptions().getExtension(AccessProto.access).getRolesList());
  }

  private ServiceDescriptor service(String name) {
    var found =
        reflection.services().stream()
            .filter(full -> full.equals(name) || full.endsWith("." + name))
            .toList();
    if (found.size() != 1) {
      throw CommandFailure.usage(
          "the server has no service " + name + "; `./homeroom call list` shows them");
    }
    return reflection.service(found.getFirst());
  }

  private static String line(MethodDescriptor method) {
    return "%s/%s(%s%s) returns (%s%s)"
        .formatted(
            method.getService().getFullName(),
            method.getName(),
            method.isClientStreaming() ? "stream " : "",
            method.getInputType().getName(),
            method.isServerStreaming() ? "stream " : "",
            method.getOutputType().getName());
  }
}
