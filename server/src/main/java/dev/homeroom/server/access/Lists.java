package dev.homeroom.server.access;

import com.google.protobuf.Message;
import com.google.protobuf.UnknownFieldSet;
import dev.homeroom.server.rpc.PageTokens.ListIdentity;
import java.nio.charset.StandardCharsets;

/** Which list a page token belongs to: what is asked, all of it, and who asks. */
public final class Lists {
  private Lists() {}

  /** The list that the current call's request asks a page of. */
  public static ListIdentity of(Message request) {
    var caller = Caller.current();
    var question = request.toBuilder().setUnknownFields(UnknownFieldSet.getDefaultInstance());
    for (var paging : new String[] {"page_size", "page_token"}) {
      question.clearField(request.getDescriptorForType().findFieldByName(paging));
    }
    return ListIdentity.of(
        request.getDescriptorForType().getFullName(),
        caller.issuer(),
        caller.subject(),
        new String(question.build().toByteArray(), StandardCharsets.ISO_8859_1));
  }
}
