package dev.homeroom.operator.reconcile;

import dev.homeroom.operator.client.Answer;
import dev.homeroom.operator.client.HomeroomClient;
import dev.homeroom.operator.resource.DistrictSync;
import dev.homeroom.operator.status.Observation;
import dev.homeroom.operator.status.Permission;
import dev.homeroom.operator.status.TokenReading;
import dev.homeroom.v1.ApplyDistrictRequest;
import dev.homeroom.v1.DistrictState;
import io.javaoperatorsdk.operator.processing.event.ResourceID;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Sends declarations to the server, and only those that it does not have: while the stream is up
 * and reports the hashes that the server answered with, the same declaration is not sent again.
 */
final class Declarations {
  /**
   * A declaration that the server has accepted.
   *
   * @param print the HMAC of the request under a key of this process, so that no token is kept here
   */
  private record Accepted(String print, String specHash, String credentialHash) {
    boolean is(String print, DistrictState state) {
      return this.print.equals(print)
          && specHash.equals(state.getAppliedSpecHash())
          && credentialHash.equals(state.getCredentialHash());
    }
  }

  private final HomeroomClient server;
  private final DeclarationRequests requests;
  private final DistrictStates states;
  private final SecretKeySpec key = randomKey();
  private final Map<ResourceID, Accepted> accepted = new ConcurrentHashMap<>();

  Declarations(HomeroomClient server, DeclarationRequests requests, DistrictStates states) {
    this.server = server;
    this.requests = requests;
    this.states = states;
  }

  /**
   * Sends the declaration of {@code resource} if the server does not have it, and returns the
   * outcome with the district's state.
   */
  Observation declare(DistrictSync resource, Permission permission, TokenReading token) {
    if (permission instanceof Permission.Missing missing) {
      return new Observation.NotAllowed(missing, states.find(resource));
    }
    if (token instanceof TokenReading.Problem problem) {
      return new Observation.TokenUnreadable(problem, states.find(resource));
    }
    var withoutToken = permission instanceof Permission.Given(var given) && given;
    var request = requests.apply(resource, token, withoutToken);
    var print = print(request);
    var known = states.find(resource).filter(_ -> states.connected());
    var before = accepted.get(ResourceID.fromResource(resource));
    if (before != null && known.isPresent() && before.is(print, known.get())) {
      return new Observation.Applied(known.get());
    }
    return send(resource, request, print);
  }

  /** Ends the declaration and returns whether the server answered. The roster stays. */
  boolean end(DistrictSync resource) {
    accepted.remove(ResourceID.fromResource(resource));
    return !(server.delete(requests.delete(resource)) instanceof Answer.Unavailable);
  }

  private Observation send(DistrictSync resource, ApplyDistrictRequest request, String print) {
    var id = ResourceID.fromResource(resource);
    var district = DeclarationRequests.districtId(request.getName());
    var since = states.known().received(district);
    return switch (server.apply(request)) {
      case Answer.Success<DistrictState>(var state) -> {
        states.known().reply(state, since);
        accepted.put(
            id, new Accepted(print, state.getAppliedSpecHash(), state.getCredentialHash()));
        yield new Observation.Applied(state);
      }
      case Answer.Refused<DistrictState> refusal -> {
        accepted.remove(id);
        yield new Observation.Declined(refusal, states.find(resource));
      }
      case Answer.Unavailable<DistrictState>(var why) -> new Observation.NoAnswer(why);
    };
  }

  private String print(ApplyDistrictRequest request) {
    try {
      var mac = Mac.getInstance("HmacSHA256");
      mac.init(key);
      return HexFormat.of().formatHex(mac.doFinal(request.toByteArray()));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every Java platform has HmacSHA256", e);
    }
  }

  private static SecretKeySpec randomKey() {
    var bytes = new byte[32];
    new SecureRandom().nextBytes(bytes);
    return new SecretKeySpec(bytes, "HmacSHA256");
  }
}
