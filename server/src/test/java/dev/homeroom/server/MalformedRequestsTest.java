package dev.homeroom.server;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import com.google.protobuf.CodedOutputStream;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.DynamicMessage;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.Message;
import dev.homeroom.server.access.Limits;
import dev.homeroom.v1.AccessProto;
import dev.homeroom.v1.CallerRole;
import dev.homeroom.v1.DistrictServiceGrpc;
import dev.homeroom.v1.ExplainServiceGrpc;
import dev.homeroom.v1.IdentityServiceGrpc;
import dev.homeroom.v1.PlanServiceGrpc;
import dev.homeroom.v1.RosterServiceGrpc;
import dev.homeroom.v1.SharingServiceGrpc;
import dev.homeroom.v1.SyncServiceGrpc;
import io.grpc.CallOptions;
import io.grpc.ClientCall;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.MethodDescriptor.Marshaller;
import io.grpc.MethodDescriptor.PrototypeMarshaller;
import io.grpc.ServiceDescriptor;
import io.grpc.Status;
import io.grpc.health.v1.HealthGrpc;
import io.grpc.protobuf.ProtoMethodDescriptorSupplier;
import io.grpc.reflection.v1.ServerReflectionGrpc;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * Tests that requests that cannot be read get a reason, and are never logged as a fault. {@code
 * -Dhomeroom.malformed=200} tries more of each method, {@code -Dhomeroom.seed=7} the same again.
 */
final class MalformedRequestsTest {
  private static final int OF_EACH_METHOD = Integer.getInteger("homeroom.malformed", 24);
  private static final long SEED = Long.getLong("homeroom.seed", 22L);
  private static final int CALLERS = 16;
  private static final Map<CallerRole, String> SUBJECTS =
      Map.of(
          CallerRole.CALLER_ROLE_APP, TestServer.APP,
          CallerRole.CALLER_ROLE_REVIEWER, TestServer.REVIEWER,
          CallerRole.CALLER_ROLE_OPERATOR, TestServer.OPERATOR);

  @SuppressWarnings("NullAway.Init")
  private static TestServer server;

  @BeforeAll
  static void start() {
    server = TestServer.start(new Limits(1_000_000, 1000, 1000), Clock.systemUTC());
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  @Test
  void whatever_bytes_come_the_answer_has_a_reason_and_the_log_no_error() throws Exception {
    var wrong = new ArrayList<String>();
    int unreadable = 0;
    try (var logs = Logs.listen();
        var callers = Executors.newFixedThreadPool(CALLERS)) {
      var running = new ArrayList<Future<Outcome>>();
      var random = new Random(SEED);
      for (var method : methods()) {
        for (int i = 0; i < OF_EACH_METHOD; i++) {
          var bytes = Bytes.any(random, prototype(method));
          running.add(
              callers.submit(
                  () -> new Outcome(method, ByteString.copyFrom(bytes), call(method, bytes))));
        }
      }
      for (var each : running) {
        var outcome = each.get();
        unreadable += outcome.readable() ? 0 : 1;
        outcome.wrong().ifPresent(wrong::add);
      }
      assertThat(wrong).as("of %d requests, seed %d".formatted(running.size(), SEED)).isEmpty();
      assertThat(unreadable).as("requests that cannot be read").isGreaterThan(running.size() / 4);
      assertThat(logs.heard().stream().filter(MalformedRequestsTest::fault)).isEmpty();
    }
  }

  @Test
  void a_call_of_one_message_takes_neither_none_nor_two() {
    var list = RosterServiceGrpc.getListDistrictsMethod();

    assertThat(call(list).reason()).as("none").isEqualTo("REQUEST_MALFORMED");
    assertThat(call(list, new byte[0], new byte[0]).reason())
        .as("two")
        .isEqualTo("REQUEST_MALFORMED");
    assertThat(call(list, new byte[0]).code()).as("one").isEqualTo(Status.Code.OK);
  }

  @Test
  void a_method_that_is_not_there_is_refused_with_or_without_a_token() {
    for (var name :
        List.of(
            "homeroom.v1.RosterService/Nothing", "no.Service/Get", "grpc.health.v1.Health/No")) {
      var method =
          RosterServiceGrpc.getListDistrictsMethod().toBuilder().setFullMethodName(name).build();
      for (var token : List.of(Optional.<String>empty(), Optional.of(TestServer.APP))) {
        var refused = call(method, token, new byte[0]);
        assertThat(refused.code()).as(name).isEqualTo(Status.Code.UNIMPLEMENTED);
        assertThat(refused.reason()).as(name).isEqualTo("METHOD_UNKNOWN");
      }
    }
  }

  private static boolean fault(String line) {
    return Stream.of("ERROR", "SEVERE", "Exception").anyMatch(line::contains);
  }

  private record Answer(Status.Code code, String reason) {}

  private record Outcome(MethodDescriptor<?, ?> method, ByteString request, Answer answer) {
    boolean readable() {
      return MalformedRequestsTest.readable(method, request.toByteArray());
    }

    Optional<String> wrong() {
      boolean good =
          readable()
              ? answer.code() != Status.Code.UNKNOWN && answer.code() != Status.Code.INTERNAL
              : answer.equals(new Answer(Status.Code.INVALID_ARGUMENT, "REQUEST_MALFORMED"));
      return good
          ? Optional.empty()
          : Optional.of(
              method.getFullMethodName()
                  + " "
                  + HexFormat.of().formatHex(request.toByteArray())
                  + ": "
                  + answer);
    }
  }

  private static List<MethodDescriptor<?, ?>> methods() {
    return Stream.of(
            RosterServiceGrpc.getServiceDescriptor(),
            SyncServiceGrpc.getServiceDescriptor(),
            PlanServiceGrpc.getServiceDescriptor(),
            ExplainServiceGrpc.getServiceDescriptor(),
            SharingServiceGrpc.getServiceDescriptor(),
            DistrictServiceGrpc.getServiceDescriptor(),
            IdentityServiceGrpc.getServiceDescriptor(),
            HealthGrpc.getServiceDescriptor(),
            ServerReflectionGrpc.getServiceDescriptor(),
            io.grpc.reflection.v1alpha.ServerReflectionGrpc.getServiceDescriptor())
        .map(ServiceDescriptor::getMethods)
        .<MethodDescriptor<?, ?>>flatMap(methods -> methods.stream())
        .toList();
  }

  private static boolean readable(MethodDescriptor<?, ?> method, byte[] request) {
    try {
      var _ = prototype(method).getParserForType().parseFrom(request);
      return true;
    } catch (InvalidProtocolBufferException malformed) {
      return false;
    }
  }

  private static Message prototype(MethodDescriptor<?, ?> method) {
    return (Message)
        Objects.requireNonNull(
            ((PrototypeMarshaller<?>) method.getRequestMarshaller()).getMessagePrototype());
  }

  private static Answer call(MethodDescriptor<?, ?> method, byte[]... requests) {
    var roles =
        method.getSchemaDescriptor() instanceof ProtoMethodDescriptorSupplier declared
            ? declared
                .getMethodDescriptor()
                .getOptions()
                .getExtension(AccessProto.access)
                .getRolesList()
            : List.<CallerRole>of();
    return call(
        method, roles.stream().map(SUBJECTS::get).filter(Objects::nonNull).findFirst(), requests);
  }

  /** Calls; of answers that stream, the first one is enough. */
  private static Answer call(
      MethodDescriptor<?, ?> method, Optional<String> subject, byte[]... requests) {
    var raw = method.toBuilder(BYTES, BYTES).setType(MethodDescriptor.MethodType.BIDI_STREAMING);
    // A stream that begins may have nothing to say; everything else is answered.
    boolean quiet =
        !method.getType().serverSendsOneMessage()
            && Stream.of(requests).allMatch(request -> readable(method, request));
    var options = CallOptions.DEFAULT.withDeadlineAfter(quiet ? 1 : 60, TimeUnit.SECONDS);
    if (subject.isPresent()) {
      options =
          options.withCallCredentials(TestServer.bearer(server.issuer().token(subject.get())));
    }
    var call = server.channel().newCall(raw.build(), options);
    var answer = new CompletableFuture<Answer>();
    call.start(
        new ClientCall.Listener<>() {
          @Override
          public void onMessage(byte[] message) {
            if (!method.getType().serverSendsOneMessage()) {
              answer.complete(new Answer(Status.Code.OK, ""));
            }
          }

          @Override
          public void onClose(Status status, Metadata trailers) {
            answer.complete(
                new Answer(
                    status.getCode(), Refused.of(status.asRuntimeException(trailers)).reason()));
          }
        },
        new Metadata());
    call.request(2);
    for (var request : requests) {
      call.sendMessage(request);
    }
    call.halfClose();
    var got = answer.join();
    call.cancel("enough", null);
    return got;
  }

  private static final Marshaller<byte[]> BYTES =
      new Marshaller<>() {
        @Override
        public InputStream stream(byte[] bytes) {
          return new ByteArrayInputStream(bytes);
        }

        @Override
        public byte[] parse(InputStream stream) {
          try {
            return stream.readAllBytes();
          } catch (IOException failure) {
            throw new UncheckedIOException(failure);
          }
        }
      };

  /** Requests that clients may send by mistake or on purpose. */
  private static final class Bytes {
    private static final byte[] NOT_UTF_8 = {(byte) 0xC3, 0x28, (byte) 0xFF};
    private static final String DISTRICT = "districts/58da8a5f6d2bd3d5c40a3ae1";

    static byte[] any(Random random, Message prototype) {
      var message = real(random, prototype, 0);
      var bytes = message.toByteArray();
      return switch (random.nextInt(6)) {
        case 0 -> noise(random, random.nextInt(1, 200));
        case 1 -> cut(random, bytes);
        case 2 -> wrongType(random, prototype);
        case 3 -> notUtf8(random, prototype);
        case 4 -> flipped(random, bytes);
        default -> deep(random.nextInt(1, 20_000));
      };
    }

    private static byte[] noise(Random random, int length) {
      var noise = new byte[length];
      random.nextBytes(noise);
      return noise;
    }

    private static byte[] cut(Random random, byte[] bytes) {
      return bytes.length == 0
          ? new byte[] {8}
          : Arrays.copyOf(bytes, random.nextInt(bytes.length));
    }

    private static byte[] flipped(Random random, byte[] bytes) {
      var flipped = bytes.clone();
      for (int i = 0; i < flipped.length; i++) {
        if (random.nextInt(20) == 0) {
          flipped[i] ^= (byte) (1 << random.nextInt(8));
        }
      }
      return flipped;
    }

    /** Fields with a length that runs past the end, groups that do not end, types 6 and 7. */
    private static byte[] wrongType(Random random, Message prototype) {
      var fields = prototype.getDescriptorForType().getFields();
      int number = fields.isEmpty() ? 1 : fields.get(random.nextInt(fields.size())).getNumber();
      int type = List.of(0, 1, 2, 3, 4, 5, 6, 7).get(random.nextInt(8));
      return written(out -> {
        out.writeUInt32NoTag(number << 3 | type);
        out.writeRawBytes(noise(random, random.nextInt(4)));
      });
    }

    private static byte[] notUtf8(Random random, Message prototype) {
      var texts =
          prototype.getDescriptorForType().getFields().stream()
              .filter(field -> field.getType() == FieldDescriptor.Type.STRING)
              .toList();
      return texts.isEmpty()
          ? new byte[] {(byte) 0xFF}
          : written(out ->
              out.writeByteArray(texts.get(random.nextInt(texts.size())).getNumber(), NOT_UTF_8));
    }

    /** Groups in groups, deeper than a parser follows. */
    private static byte[] deep(int levels) {
      var bytes = new byte[levels];
      Arrays.fill(bytes, (byte) (100 << 3 | 3));
      return bytes;
    }

    private static Message real(Random random, Message prototype, int depth) {
      var message = DynamicMessage.newBuilder(prototype.getDescriptorForType());
      for (var field : prototype.getDescriptorForType().getFields()) {
        var value = random.nextInt(3) == 0 ? null : value(random, field, depth);
        if (value != null) {
          if (field.isRepeated()) {
            message.addRepeatedField(field, value);
          } else {
            message.setField(field, value);
          }
        }
      }
      return message.build();
    }

    private static @Nullable Object value(Random random, FieldDescriptor field, int depth) {
      return switch (field.getJavaType()) {
        case INT -> random.nextInt(100);
        case LONG -> random.nextLong(100);
        case FLOAT -> random.nextFloat();
        case DOUBLE -> random.nextDouble();
        case BOOLEAN -> random.nextBoolean();
        case STRING -> random.nextBoolean() ? DISTRICT : "é" + random.nextInt();
        case BYTE_STRING -> ByteString.copyFrom(noise(random, 5));
        case ENUM -> field.getEnumType().getValues().getLast();
        case MESSAGE ->
            depth > 3
                ? null
                : real(
                    random, DynamicMessage.getDefaultInstance(field.getMessageType()), depth + 1);
      };
    }

    private interface Writing {
      void to(CodedOutputStream out) throws IOException;
    }

    private static byte[] written(Writing writing) {
      var bytes = new ByteArrayOutputStream();
      try {
        var out = CodedOutputStream.newInstance(bytes);
        writing.to(out);
        out.flush();
      } catch (IOException failure) {
        throw new UncheckedIOException(failure);
      }
      return bytes.toByteArray();
    }
  }
}
