package dev.homeroom.server.sync.share;

import dev.homeroom.server.sharing.DeclaredShare;

/** Suggests what people can do so that a share covers more. */
final class FixHints {
  private static final String IF_CONFIRMED =
      " (once the sharing is confirmed, have a reviewer approve that change)";

  private FixHints() {}

  /** Returns how to get sections covered, as the beginning of a sentence. */
  static String sections(DeclaredShare share) {
    return switch (share) {
      case DeclaredShare.District _ -> "Sync again";
      case DeclaredShare.Schools _, DeclaredShare.SchoolSite _ ->
          "Declare their schools" + IF_CONFIRMED;
      case DeclaredShare.Sections _ -> "Name them in the declaration";
      case DeclaredShare.Pinned _ -> "Have a reviewer adopt them";
      case DeclaredShare.Rules _ -> "Declare rules that match them" + IF_CONFIRMED;
    };
  }

  /** Returns how to get schools covered. */
  static String schools(DeclaredShare share) {
    return switch (share) {
      case DeclaredShare.District _ -> "Sync again";
      case DeclaredShare.Schools _, DeclaredShare.SchoolSite _ -> "Declare them" + IF_CONFIRMED;
      case DeclaredShare.Sections _ -> "Name sections of theirs in the declaration";
      case DeclaredShare.Pinned _ -> "Have a reviewer adopt sections of theirs";
      case DeclaredShare.Rules _ -> "Declare rules that match sections of theirs" + IF_CONFIRMED;
    };
  }

  /** Returns how to get users covered. */
  static String users(DeclaredShare share) {
    return switch (share) {
      case DeclaredShare.District _ -> "Sync again";
      case DeclaredShare.Schools _, DeclaredShare.SchoolSite _ ->
          "Declare their schools" + IF_CONFIRMED;
      case DeclaredShare.Sections _ -> "Name sections that they belong to";
      case DeclaredShare.Pinned _ -> "Have a reviewer adopt sections that they belong to";
      case DeclaredShare.Rules _ ->
          "Declare rules that match them or sections of theirs" + IF_CONFIRMED;
    };
  }
}
