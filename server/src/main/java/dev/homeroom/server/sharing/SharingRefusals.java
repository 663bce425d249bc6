package dev.homeroom.server.sharing;

import dev.homeroom.server.db.CleverId;
import dev.homeroom.server.rpc.Refusal;
import dev.homeroom.server.rpc.RefusedException;
import dev.homeroom.server.rpc.ResourceNames;
import dev.homeroom.v1.ErrorReason;

/** Refuses decisions over what a district shares. */
public final class SharingRefusals {
  private SharingRefusals() {}

  /** Refuses a declared sharing that is neither the confirmed one nor an allowed change of it. */
  public static RefusedException frozen(CleverId district) {
    return Refusal.of(
            ErrorReason.ERROR_REASON_SHARING_FROZEN,
            "What district "
                + district
                + " shares has been confirmed, and another sharing was declared. Either declare the"
                + " confirmed one again, which the district's state tells and to which only sections may be"
                + " added; or have a reviewer approve this change, and declare it then.")
        .withDistrict(district)
        .exception();
  }

  /** Refuses to confirm a share that no sync has computed yet. */
  public static RefusedException shareNotComputed(CleverId district) {
    return Refusal.of(
            ErrorReason.ERROR_REASON_SHARE_NOT_COMPUTED,
            "No sync of district "
                + district
                + " has succeeded with the sharing that is declared now; let one succeed, and look at the"
                + " share that it comes to.")
        .withDistrict(district)
        .exception();
  }

  /**
   * Refuses to confirm another share than the present one.
   *
   * @param digest the digest of the present one
   */
  public static RefusedException digestMismatch(CleverId district, String digest) {
    return Refusal.of(
            ErrorReason.ERROR_REASON_SHARE_DIGEST_MISMATCH,
            "District "
                + district
                + " shares something else by now; look at its share again, and confirm with the digest"
                + " that it shows.")
        .withDistrict(district)
        .with("digest", digest)
        .exception();
  }

  /** Refuses to change a sharing that has not been confirmed. */
  public static RefusedException notConfirmed(CleverId district) {
    return Refusal.of(
            ErrorReason.ERROR_REASON_SHARING_NOT_CONFIRMED,
            "The sharing of district "
                + district
                + " has not been confirmed yet, so it can still be changed freely; confirm it first.")
        .withDistrict(district)
        .exception();
  }

  /**
   * Refuses to adopt sections where the declaration names them, or where they are not chosen at
   * all.
   */
  public static RefusedException sectionsExplicit(CleverId district) {
    return Refusal.of(
            ErrorReason.ERROR_REASON_SECTIONS_EXPLICIT,
            "The confirmed sharing of district "
                + district
                + " does not pin sections by itself. Where it names sections, add them to the"
                + " declaration.")
        .withDistrict(district)
        .exception();
  }

  /** Refuses to adopt a section that Clever does not show. */
  public static RefusedException sectionNotLeftOut(CleverId district, CleverId section) {
    return Refusal.of(
            ErrorReason.ERROR_REASON_SECTION_NOT_LEFT_OUT,
            "Section "
                + section
                + " of district "
                + district
                + " is neither left out nor pinned; adopt only sections that ListLeftOutRecords tells.")
        .with("section", ResourceNames.Collection.SECTIONS.name(district, section))
        .exception();
  }

  /** Refuses a change that does not begin from the confirmed sharing. */
  public static RefusedException changed(CleverId district) {
    return Refusal.of(
            ErrorReason.ERROR_REASON_SHARING_CHANGED,
            "The change does not begin from the confirmed sharing of district "
                + district
                + "; look at what is confirmed, and name it in `from`.")
        .withDistrict(district)
        .exception();
  }

  /** Refuses to read or change a sharing in words that only a newer release knows. */
  static RefusedException ofNewerRelease() {
    return Refusal.of(
            ErrorReason.ERROR_REASON_SHARING_OF_NEWER_RELEASE,
            "What the district shares was declared or confirmed with a newer release of Homeroom, in"
                + " words that this server does not know; upgrade this server to that release.")
        .exception();
  }

  /**
   * Refuses a sharing of more sections than a district can choose in Clever.
   *
   * @param sections the number it would have
   * @param most the largest number allowed
   */
  static RefusedException tooManySections(CleverId district, int sections, int most) {
    return Refusal.of(
            ErrorReason.ERROR_REASON_TOO_MANY_SECTIONS,
            "District "
                + district
                + " would be held to "
                + sections
                + " sections, and Clever lets a district choose at most "
                + most
                + "; declare another type of sharing, or adopt fewer.")
        .withDistrict(district)
        .with("sections", Integer.toString(sections))
        .exception();
  }
}
