package dev.homeroom.server.rpc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.homeroom.server.rpc.PageTokens.ListIdentity;
import dev.homeroom.server.rpc.PageTokens.PagePosition;
import java.util.Base64;
import java.util.List;
import java.util.Random;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

/** Page tokens and everything that may become of them on their way. */
final class PageTokensTest {
  private static final ListIdentity LIST = list("ListSections", "districts/a", "", "b");
  private static final PagePosition POSITION = new PagePosition(42, "00000000000000000000000a");

  private final Random random = new Random(7);
  private final byte[] oldKey = key();
  private final byte[] newKey = key();
  private final PageTokens tokens = tokens(oldKey);

  @Test
  void a_token_leads_back_to_its_position() {
    assertThat(tokens.read(LIST, tokens.write(LIST, POSITION))).contains(POSITION);
    assertThat(tokens.read(LIST, "")).isEmpty();
  }

  @Test
  void another_server_with_the_same_keys_reads_it_also_after_a_rotation() {
    var token = tokens.write(LIST, POSITION);

    assertThat(tokens(oldKey).read(LIST, token)).contains(POSITION);
    assertThat(tokens(newKey, oldKey).read(LIST, token)).contains(POSITION);
    assertInvalid(() -> tokens(newKey).read(LIST, token));
  }

  @Test
  void a_token_of_another_caller_or_of_other_grants_is_refused() {
    var token = tokens.write(LIST, POSITION);
    for (var caller : List.of(List.of("issuer", "other", "all"), List.of("issuer", "me", "some"))) {
      var others = new PageTokens(() -> List.of(oldKey), () -> caller);
      assertInvalid(() -> others.read(LIST, token));
    }
  }

  @Test
  void a_token_with_any_bit_turned_is_refused() {
    var token = Base64.getUrlDecoder().decode(tokens.write(LIST, POSITION));
    for (int bit = 0; bit < token.length * 8; bit++) {
      var edited = token.clone();
      edited[bit / 8] ^= (byte) (1 << bit % 8);
      var text = Base64.getUrlEncoder().withoutPadding().encodeToString(edited);
      assertInvalid(() -> tokens.read(LIST, text));
    }
  }

  @Test
  void a_token_of_a_list_with_other_filters_is_refused_also_where_the_parts_run_together() {
    var token = tokens.write(LIST, POSITION);

    for (var other :
        List.of(
            list("ListUsers", "districts/a", "", "b"),
            list("ListSections", "districts/b", "", "b"),
            list("ListSections", "districts/a", "b", ""),
            list("ListSections", "districts/ab", "", ""))) {
      assertInvalid(() -> tokens.read(other, token));
    }
  }

  private static ListIdentity list(String... parts) {
    return new ListIdentity(List.of(parts));
  }

  private static PageTokens tokens(byte[]... keys) {
    return new PageTokens(() -> List.of(keys), () -> List.of("issuer", "me", "all"));
  }

  private static void assertInvalid(ThrowingCallable call) {
    assertThatThrownBy(call)
        .isInstanceOfSatisfying(
            RefusedException.class,
            thrown ->
                assertThat(thrown.refusal())
                    .isEqualTo(RequestRefusals.pageTokenInvalid().refusal()));
  }

  private byte[] key() {
    var key = new byte[32];
    random.nextBytes(key);
    return key;
  }
}
