package dev.homeroom.server.sync;

import dev.homeroom.v1.FindingKind;

/** Explains to people what a finding is and what to do about it. */
final class Explanations {
  private Explanations() {}

  static String of(FindingKind kind) {
    return switch (kind) {
      case FINDING_KIND_NUL_DROPPED ->
          "Values held NUL characters, which were dropped. Have the district clean its export.";
      case FINDING_KIND_REPEATED_RECORD ->
          "Clever listed records more than once; the last of each counts. If it stays, ask Clever's"
              + " support.";
      case FINDING_KIND_QUARANTINED ->
          "Records without a well-formed id were set aside, and nothing of the type was removed. Ask"
              + " Clever's support.";
      case FINDING_KIND_VALUE_DROPPED ->
          "Values were not of the documented form and were left out; what was there before stays."
              + " Have the district correct its data.";
      case FINDING_KIND_VALUE_OUT_OF_BOUNDS ->
          "Values were too long, too many or dates outside 1900 to 2200, and were left out; what was"
              + " there before stays. Have the district correct its data.";
      case FINDING_KIND_COUNT_DIFFERS ->
          "Clever's count differs from what it listed, or it synced meanwhile, so nothing of the"
              + " type was removed. The next sync tries again.";
      case FINDING_KIND_REFERENCE_NOT_SHARED ->
          "Records refer to others that the district does not share. Ask its admin to share these"
              + " too, if the app needs them.";
      case FINDING_KIND_SECTION_REUSED ->
          "Sections keep their ids while their SIS ids now name another class. Let apps treat each as"
              + " a new class, and have the district give new classes new ids.";
      case FINDING_KIND_UNSPECIFIED, UNRECOGNIZED -> "";
    };
  }
}
