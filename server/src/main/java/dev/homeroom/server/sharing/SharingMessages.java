package dev.homeroom.server.sharing;

import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.util.JsonFormat;
import dev.homeroom.server.db.CleverId;
import dev.homeroom.server.rpc.EnumWords;
import dev.homeroom.v1.Sharing;
import dev.homeroom.v1.SharingOperator;
import dev.homeroom.v1.SharingRule;
import dev.homeroom.v1.SharingRules;
import dev.homeroom.v1.SharingSubject;
import dev.homeroom.v1.SharingType;
import dev.homeroom.v1.UndeclaredPolicy;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import org.jooq.JSONB;

/** Converts declared shares to and from the contract's message and the database's JSON. */
public final class SharingMessages {
  private SharingMessages() {}

  /** The share as a message of the contract, without its confirmation policy. */
  public static Sharing message(DeclaredShare share) {
    var message =
        Sharing.newBuilder()
            .setType(EnumWords.require(SharingType.class, share.type()))
            .setIncludeAllStaff(share.includeAllStaff())
            .setOnUndeclared(
                switch (share.onUndeclared()) {
                  case EXCLUDE -> UndeclaredPolicy.UNDECLARED_POLICY_EXCLUDE;
                  case WARN -> UndeclaredPolicy.UNDECLARED_POLICY_WARN;
                });
    switch (share) {
      case DeclaredShare.District _, DeclaredShare.Pinned _ -> {}
      case DeclaredShare.Schools schools -> message.addAllSchools(texts(schools.schools()));
      case DeclaredShare.Sections sections -> message.addAllSections(texts(sections.sections()));
      case DeclaredShare.Rules rules ->
          message.setRules(
              SharingRules.newBuilder()
                  .addAllInclude(rules(rules.include()))
                  .addAllExclude(rules(rules.exclude())));
      case DeclaredShare.SchoolSite site -> message.addAllSchools(texts(site.schools()));
    }
    return message.build();
  }

  /** The share in the form of the database: the JSON form of the message. */
  public static JSONB json(DeclaredShare share) {
    try {
      return JSONB.valueOf(
          JsonFormat.printer().omittingInsignificantWhitespace().print(message(share)));
    } catch (InvalidProtocolBufferException impossible) {
      throw new IllegalStateException(impossible);
    }
  }

  /**
   * Reads the form that {@link #json} writes; empty if this release does not know all of its fields
   * and words, since it would cover more or less without them.
   */
  public static Optional<DeclaredShare> find(JSONB json) {
    var message = Sharing.newBuilder();
    try {
      JsonFormat.parser().merge(json.data(), message);
    } catch (InvalidProtocolBufferException newer) {
      return Optional.empty();
    }
    return find(message.build());
  }

  /** Returns the share that a type alone declares; empty if this release does not know the type. */
  public static Optional<DeclaredShare> find(String type) {
    return find(shown(type));
  }

  private static Optional<DeclaredShare> find(Sharing stored) {
    return SharingFields.read("sharing", stored, new ArrayList<>());
  }

  /**
   * Reads the form that {@link #json} writes.
   *
   * @throws dev.homeroom.server.rpc.RefusedException if this release does not know all of it
   */
  public static DeclaredShare share(JSONB json) {
    return find(json).orElseThrow(SharingRefusals::ofNewerRelease);
  }

  /** Reads the form that {@link #json} writes as far as this release knows it; else unspecified. */
  public static Sharing shown(JSONB json) {
    var message = Sharing.newBuilder();
    try {
      JsonFormat.parser().ignoringUnknownFields().merge(json.data(), message);
    } catch (InvalidProtocolBufferException malformed) {
      throw new IllegalStateException("the database holds no sharing", malformed);
    }
    return message.build();
  }

  /** Returns the sharing of a type alone; unspecified if this release does not know the type. */
  public static Sharing shown(String type) {
    return Sharing.newBuilder().setType(EnumWords.of(SharingType.class, type)).build();
  }

  private static List<String> texts(Collection<CleverId> ids) {
    return ids.stream().map(CleverId::toString).toList();
  }

  private static List<SharingRule> rules(List<ShareRule> rules) {
    return rules.stream()
        .map(rule ->
            SharingRule.newBuilder()
                .setSubject(EnumWords.require(SharingSubject.class, rule.subject().name()))
                .setField(rule.field().word())
                .setOperator(EnumWords.require(SharingOperator.class, rule.operator().name()))
                .setValue(rule.value())
                .build())
        .toList();
  }
}
