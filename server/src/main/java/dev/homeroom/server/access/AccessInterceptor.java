package dev.homeroom.server.access;

import dev.homeroom.server.rpc.Refusal;
import io.grpc.Context;
import io.grpc.Contexts;
import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;
import io.grpc.ServerServiceDefinition;
import java.util.Collections;
import java.util.List;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * Lets nobody in without a good token and a role that the method is open to; health and reflection
 * are open to everybody. Belongs right inside {@link dev.homeroom.server.rpc.RefusalInterceptor}.
 */
public final class AccessInterceptor implements ServerInterceptor {
  private static final Metadata.Key<String> AUTHORIZATION =
      Metadata.Key.of("authorization", Metadata.ASCII_STRING_MARSHALLER);
  private static final String SCHEME = "Bearer ";

  private final Access access;
  private final MethodRoles roles;

  /**
   * Guards the services.
   *
   * @param services every service that the server has
   * @throws IllegalStateException where one of their methods declares no role
   */
  public AccessInterceptor(Access access, List<ServerServiceDefinition> services) {
    this.access = access;
    this.roles = new MethodRoles(services);
  }

  @Override
  public <Q, A> ServerCall.Listener<Q> interceptCall(
      ServerCall<Q, A> call, Metadata headers, ServerCallHandler<Q, A> next) {
    var method = call.getMethodDescriptor().getFullMethodName();
    if (roles.open(method)) {
      return next.startCall(call, headers);
    }
    var standing = access.admit(token(headers));
    var caller = standing.caller();
    var wanted = roles.of(method);
    if (Collections.disjoint(caller.roles(), wanted)) {
      throw new Refusal.RoleMissing(
              method,
              wanted.stream()
                  .map(AccessConfig::word)
                  .collect(Collectors.toCollection(TreeSet::new)))
          .exception();
    }
    var context =
        Context.current()
            .withValues(
                Caller.KEY,
                caller,
                Standing.KEY,
                standing,
                Connection.KEY,
                Connection.of(call.getAttributes()));
    return Contexts.interceptCall(context, call, headers, next);
  }

  private static String token(Metadata headers) {
    var authorization = headers.get(AUTHORIZATION);
    if (authorization == null
        || !authorization.regionMatches(true, 0, SCHEME, 0, SCHEME.length())) {
      throw new Refusal.TokenMissing().exception();
    }
    return authorization.substring(SCHEME.length()).strip();
  }
}
