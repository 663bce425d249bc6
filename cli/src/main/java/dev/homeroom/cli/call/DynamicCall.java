package dev.homeroom.cli.call;

import com.google.protobuf.Descriptors.MethodDescriptor;
import com.google.protobuf.DynamicMessage;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.util.JsonFormat;
import dev.homeroom.cli.client.WireWords;
import dev.homeroom.cli.console.CommandFailure;
import io.grpc.CallOptions;
import io.grpc.Channel;
import io.grpc.MethodDescriptor.MethodType;
import io.grpc.protobuf.ProtoUtils;
import io.grpc.stub.ClientCalls;
import java.util.function.Consumer;

/** Calls a method that was unknown when this program was built. */
record DynamicCall(MethodDescriptor method) {
  DynamicCall {
    if (method.isClientStreaming()) {
      throw CommandFailure.usage(
          method.getName() + " takes a stream, which this command cannot send");
    }
  }

  /** Parses a request from JSON. */
  DynamicMessage request(String json) {
    var type = method.getInputType();
    var builder = DynamicMessage.newBuilder(type);
    var text = json.isBlank() ? "{}" : json;
    RequestCheck.problem(text, type)
        .ifPresent(problem -> {
          throw CommandFailure.usage("the request is no " + type.getName() + ": " + problem);
        });
    try {
      JsonFormat.parser().merge(text, builder);
    } catch (InvalidProtocolBufferException e) {
      // The parser's own message shows the value, which may be a secret.
      var words = String.valueOf(e.getMessage()).replaceFirst("(?s)[:\"].*", "").strip();
      throw CommandFailure.usage("the request is no " + type.getName() + ": " + words);
    }
    return builder.build();
  }

  /** Calls the method and passes on each response as JSON; returns after the last one. */
  void run(Channel channel, CallOptions options, DynamicMessage request, Consumer<String> answers) {
    ClientCalls.blockingServerStreamingCall(channel, grpcMethod(), options, request)
        .forEachRemaining(answer -> answers.accept(json(answer)));
  }

  private io.grpc.MethodDescriptor<DynamicMessage, DynamicMessage> grpcMethod() {
    return io.grpc.MethodDescriptor.<DynamicMessage, DynamicMessage>newBuilder()
        .setType(method.isServerStreaming() ? MethodType.SERVER_STREAMING : MethodType.UNARY)
        .setFullMethodName(
            io.grpc.MethodDescriptor.generateFullMethodName(
                method.getService().getFullName(), method.getName()))
        .setRequestMarshaller(
            ProtoUtils.marshaller(DynamicMessage.getDefaultInstance(method.getInputType())))
        .setResponseMarshaller(
            ProtoUtils.marshaller(DynamicMessage.getDefaultInstance(method.getOutputType())))
        .build();
  }

  private static String json(DynamicMessage message) {
    try {
      return WireWords.jsonForPeople(message);
    } catch (InvalidProtocolBufferException e) {
      throw CommandFailure.failed("the answer cannot be shown as JSON: " + e.getMessage());
    }
  }
}
