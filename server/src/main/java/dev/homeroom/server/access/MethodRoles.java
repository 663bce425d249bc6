package dev.homeroom.server.access;

import dev.homeroom.v1.AccessProto;
import dev.homeroom.v1.CallerRole;
import io.grpc.MethodDescriptor;
import io.grpc.ServerServiceDefinition;
import io.grpc.protobuf.ProtoMethodDescriptorSupplier;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The roles that may call each method, as its {@code access} option declares. */
final class MethodRoles {
  private static final Set<String> OPEN_SERVICES =
      Set.of(
          "grpc.health.v1.Health",
          "grpc.reflection.v1.ServerReflection",
          "grpc.reflection.v1alpha.ServerReflection");

  private final Map<String, Set<CallerRole>> roles = new HashMap<>();

  /**
   * Reads the options of every method.
   *
   * @throws IllegalStateException if a method declares no role
   */
  MethodRoles(List<ServerServiceDefinition> services) {
    for (var service : services) {
      if (!OPEN_SERVICES.contains(service.getServiceDescriptor().getName())) {
        service
            .getMethods()
            .forEach(method ->
                roles.put(
                    method.getMethodDescriptor().getFullMethodName(),
                    declared(method.getMethodDescriptor())));
      }
    }
  }

  /** Returns whether everybody may call the method. */
  boolean open(String method) {
    return OPEN_SERVICES.contains(method.substring(0, method.indexOf('/')));
  }

  /** The roles that may call the method; empty for an unknown one. */
  Set<CallerRole> of(String method) {
    return roles.getOrDefault(method, Set.of());
  }

  /**
   * The roles that a method declares.
   *
   * @throws IllegalStateException if it declares none
   */
  static Set<CallerRole> declared(MethodDescriptor<?, ?> method) {
    var declared =
        method.getSchemaDescriptor() instanceof ProtoMethodDescriptorSupplier s
            ? s.getMethodDescriptor().getOptions().getExtension(AccessProto.access).getRolesList()
            : List.<CallerRole>of();
    if (declared.isEmpty()
        || declared.contains(CallerRole.CALLER_ROLE_UNSPECIFIED)
        || declared.contains(CallerRole.UNRECOGNIZED)) {
      throw new IllegalStateException(
          method.getFullMethodName()
              + " declares no roles: give it the option (homeroom.v1.access)");
    }
    return Set.copyOf(declared);
  }
}
