package dev.homeroom.operator.reconcile;

import static org.assertj.core.api.Assertions.assertThat;

import dev.homeroom.operator.resource.DistrictSyncSpec;
import dev.homeroom.operator.status.TokenReading;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.SecretBuilder;
import io.javaoperatorsdk.operator.processing.event.ResourceID;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class TokenSecretsTest {
  @Test
  void the_token_is_read_without_the_newline_that_editors_leave() {
    var reading = read(Map.of("token", "abc-123\n"));

    assertThat(reading).isEqualTo(new TokenReading.Token("abc-123"));
    assertThat(reading).hasToString("***");
  }

  @Test
  void without_a_reference_no_secret_is_asked_for() {
    var resource = Samples.lakeside();
    resource.setSpec(
        new DistrictSyncSpec(Samples.DISTRICT, null, Samples.WHOLE_DISTRICT, null, null, null));

    var reading =
        TokenSecrets.read(
            resource,
            _ -> {
              throw new AssertionError("asked for a Secret");
            });

    assertThat(reading).isInstanceOf(TokenReading.NotDeclared.class);
  }

  @Test
  void a_missing_secret_comes_with_the_command_that_makes_it() {
    var reading = TokenSecrets.read(Samples.lakeside(), _ -> Optional.empty());

    assertThat(reading)
        .isEqualTo(
            new TokenReading.Problem(
                "TokenSecretMissing",
                "There is no Secret lakeside-token of type Opaque in namespace schools. Create it:"
                    + " kubectl --namespace schools create secret generic lakeside-token"
                    + " --from-literal=token=<district-app token>"));
  }

  @Test
  void a_missing_key_is_named() {
    assertThat(problem(read(Map.of("other", "abc"))).reason()).isEqualTo("TokenKeyMissing");
    assertThat(problem(read(Map.of())).message())
        .contains("Secret lakeside-token in namespace schools has no key token");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", " \n", "two words", "n\u00e4mlich", "tab\tbed"})
  void what_cannot_be_a_token_is_refused_without_showing_it(String value) {
    var problem = problem(read(Map.of("token", value)));

    assertThat(problem.reason()).isEqualTo("TokenMalformed");
    assertThat(problem.message()).doesNotContain("words").doesNotContain("mlich");
  }

  @Test
  void the_longest_token_has_1024_characters() {
    assertThat(read(Map.of("token", "x".repeat(1024)))).isInstanceOf(TokenReading.Token.class);
    assertThat(problem(read(Map.of("token", "x".repeat(1025)))).reason())
        .isEqualTo("TokenMalformed");
  }

  private static TokenReading read(Map<String, String> data) {
    var secret = new SecretBuilder().withNewMetadata().withName("lakeside-token").endMetadata();
    data.forEach((key, value) -> secret.addToData(key, encoded(value)));
    return TokenSecrets.read(Samples.lakeside(), id -> found(id, secret.build()));
  }

  private static Optional<Secret> found(ResourceID id, Secret secret) {
    assertThat(id).isEqualTo(new ResourceID("lakeside-token", "schools"));
    return Optional.of(secret);
  }

  private static String encoded(String value) {
    return Base64.getEncoder().encodeToString(value.getBytes(StandardCharsets.UTF_8));
  }

  private static TokenReading.Problem problem(TokenReading reading) {
    assertThat(reading).isInstanceOf(TokenReading.Problem.class);
    return (TokenReading.Problem) reading;
  }
}
