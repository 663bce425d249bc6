package dev.homeroom.server.access;

import dev.homeroom.server.access.token.CallerAddress;
import dev.homeroom.server.access.token.TokenRefusals;
import dev.homeroom.server.rpc.ResourceRefusals;
import io.grpc.Context;
import io.grpc.Contexts;
import io.grpc.ForwardingServerCallListener.SimpleForwardingServerCallListener;
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
 * Refuses calls without a valid token, without a role that may call the method, or about a district
 * that is not the caller's. Health and reflection are open to everybody. Belongs directly inside
 * {@link dev.homeroom.server.rpc.call.RefusalInterceptor}.
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
   * @param services every service of the server
   * @throws IllegalStateException if one of their methods declares no role
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
    var standing = access.admit(token(headers), CallerAddress.of(call.getAttributes()));
    var open = roles.of(method);
    if (Collections.disjoint(standing.caller().roles(), open)) {
      throw AccessRefusals.roleMissing(
          method,
          open.stream().map(AccessConfig::word).collect(Collectors.toCollection(TreeSet::new)));
    }
    var caller = standing.caller().through(open);
    var context =
        Context.current()
            .withValues(
                Caller.KEY,
                caller,
                CallerSession.KEY,
                standing,
                Connection.KEY,
                Connection.of(call.getAttributes()));
    return new SimpleForwardingServerCallListener<>(
        Contexts.interceptCall(context, call, headers, next)) {
      @Override
      public void onMessage(Q request) {
        NamedDistricts.in(request)
            .forEach(district -> {
              if (!caller.reach().covers(district)) {
                throw ResourceRefusals.districtNotFound(district);
              }
            });
        super.onMessage(request);
      }
    };
  }

  private static String token(Metadata headers) {
    var all = headers.getAll(AUTHORIZATION);
    var each = all == null ? Collections.<String>emptyIterator() : all.iterator();
    if (!each.hasNext()) {
      throw TokenRefusals.missing();
    }
    var first = each.next();
    if (each.hasNext()) {
      throw TokenRefusals.rejected("there is more than one; send one authorization.");
    }
    if (!first.regionMatches(true, 0, SCHEME, 0, SCHEME.length())) {
      throw TokenRefusals.missing();
    }
    return first.substring(SCHEME.length());
  }
}
