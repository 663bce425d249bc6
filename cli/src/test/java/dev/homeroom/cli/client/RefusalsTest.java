package dev.homeroom.cli.client;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.Any;
import com.google.rpc.BadRequest;
import com.google.rpc.BadRequest.FieldViolation;
import com.google.rpc.ErrorInfo;
import com.google.rpc.Status;
import io.grpc.Status.Code;
import io.grpc.StatusRuntimeException;
import io.grpc.protobuf.StatusProto;
import java.util.List;
import org.junit.jupiter.api.Test;

/** How a server's refusals are said. */
final class RefusalsTest {
  @Test
  void each_of_several_wrong_fields_has_a_line() {
    assertThat(Refusals.words(invalid("revision", "share_digest")).lines())
        .containsExactly(
            "INVALID_ARGUMENT INVALID_FIELD: revision: is wrong (and 1 more)",
            "  revision: is wrong",
            "  share_digest: is wrong");
  }

  @Test
  void one_wrong_field_is_one_line() {
    assertThat(Refusals.words(invalid("name")).lines())
        .containsExactly("INVALID_ARGUMENT INVALID_FIELD: name: is wrong");
  }

  @Test
  void what_cannot_be_reached_is_said_with_why() {
    var unreachable =
        io.grpc.Status.UNAVAILABLE
            .withDescription("io exception")
            .withCause(new IllegalStateException("connection refused"))
            .asRuntimeException();

    assertThat(Refusals.words(unreachable))
        .isEqualTo("UNAVAILABLE: io exception (connection refused)");
    assertThat(Refusals.lines(unreachable)).hasSize(1);
  }

  private static StatusRuntimeException invalid(String... fields) {
    var bad = BadRequest.newBuilder();
    List.of(fields)
        .forEach(field ->
            bad.addFieldViolations(
                FieldViolation.newBuilder().setField(field).setDescription("is wrong")));
    var rest = fields.length == 1 ? "" : " (and " + (fields.length - 1) + " more)";
    return StatusProto.toStatusRuntimeException(
        Status.newBuilder()
            .setCode(Code.INVALID_ARGUMENT.value())
            .setMessage(fields[0] + ": is wrong" + rest)
            .addDetails(Any.pack(ErrorInfo.newBuilder().setReason("INVALID_FIELD").build()))
            .addDetails(Any.pack(bad.build()))
            .build());
  }
}
