package dev.homeroom.clever.record;

import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * The fields of Clever's records that Homeroom mirrors, with the form of each. This is the only
 * list of them: readers use it, and tests of forms loop over it.
 */
public enum RosterField {
  SCHOOL_NAME("name", Form.TEXT),
  SCHOOL_SIS_ID("sis_id", Form.CODE),
  SCHOOL_SCHOOL_NUMBER("school_number", Form.CODE),
  SCHOOL_STATE_ID("state_id", Form.CODE),
  SCHOOL_NCES_ID("nces_id", Form.CODE),
  SCHOOL_MDR_NUMBER("mdr_number", Form.CODE),
  SCHOOL_LOW_GRADE("low_grade", Form.CODE),
  SCHOOL_HIGH_GRADE("high_grade", Form.CODE),
  SCHOOL_PHONE("phone", Form.CODE),
  SCHOOL_PRINCIPAL_NAME("principal.name", Form.TEXT),
  SCHOOL_PRINCIPAL_EMAIL("principal.email", Form.TEXT),
  SCHOOL_ADDRESS("location.address", Form.TEXT),
  SCHOOL_CITY("location.city", Form.TEXT),
  SCHOOL_STATE("location.state", Form.TEXT),
  SCHOOL_ZIP("location.zip", Form.CODE),

  TERM_NAME("name", Form.TEXT),
  TERM_START_DATE("start_date", Form.DATE),
  TERM_END_DATE("end_date", Form.DATE),

  COURSE_NAME("name", Form.TEXT),
  COURSE_NUMBER("number", Form.CODE),

  SECTION_NAME("name", Form.TEXT),
  SECTION_SIS_ID("sis_id", Form.CODE),
  SECTION_SCHOOL("school", Form.ID),
  SECTION_COURSE("course", Form.ID),
  SECTION_TERM("term_id", Form.ID),
  SECTION_SUBJECT("subject", Form.CODE),
  SECTION_GRADE("grade", Form.CODE),
  SECTION_PERIOD("period", Form.CODE),
  SECTION_SECTION_NUMBER("section_number", Form.CODE),
  SECTION_PRIMARY_TEACHER("teacher", Form.ID),
  SECTION_TEACHERS("teachers", Form.IDS),
  SECTION_STUDENTS("students", Form.IDS),

  USER_FIRST_NAME("name.first", Form.TEXT),
  USER_MIDDLE_NAME("name.middle", Form.TEXT),
  USER_LAST_NAME("name.last", Form.TEXT),
  USER_EMAIL("email", Form.TEXT),
  USER_STUDENT("roles.student", Form.OBJECT),
  USER_TEACHER("roles.teacher", Form.OBJECT),
  USER_STAFF("roles.staff", Form.OBJECT),
  USER_DISTRICT_ADMIN("roles.district_admin", Form.OBJECT),
  USER_CONTACT("roles.contact", Form.OBJECT),
  USER_STUDENT_SCHOOL("roles.student.school", Form.ID),
  USER_STUDENT_SCHOOLS("roles.student.schools", Form.IDS),
  USER_STUDENT_SIS_ID("roles.student.sis_id", Form.CODE),
  USER_STUDENT_NUMBER("roles.student.student_number", Form.CODE),
  USER_STUDENT_STATE_ID("roles.student.state_id", Form.CODE),
  USER_STUDENT_GRADE("roles.student.grade", Form.CODE),
  USER_STUDENT_GRADUATION_YEAR("roles.student.graduation_year", Form.CODE),
  USER_STUDENT_LEGACY_ID("roles.student.legacy_id", Form.ID),
  USER_TEACHER_SCHOOL("roles.teacher.school", Form.ID),
  USER_TEACHER_SCHOOLS("roles.teacher.schools", Form.IDS),
  USER_TEACHER_SIS_ID("roles.teacher.sis_id", Form.CODE),
  USER_TEACHER_NUMBER("roles.teacher.teacher_number", Form.CODE),
  USER_TEACHER_STATE_ID("roles.teacher.state_id", Form.CODE),
  USER_TEACHER_TITLE("roles.teacher.title", Form.TEXT),
  USER_TEACHER_LEGACY_ID("roles.teacher.legacy_id", Form.ID),
  USER_STAFF_ID("roles.staff.staff_id", Form.CODE),
  USER_STAFF_SCHOOLS("roles.staff.schools", Form.IDS),
  USER_STAFF_DEPARTMENT("roles.staff.department", Form.TEXT),
  USER_STAFF_TITLE("roles.staff.title", Form.TEXT),
  USER_STAFF_ROLES("roles.staff.roles", Form.TEXTS),
  USER_STAFF_LEGACY_ID("roles.staff.legacy_id", Form.ID),
  USER_DISTRICT_ADMIN_TITLE("roles.district_admin.title", Form.TEXT),
  USER_DISTRICT_ADMIN_LEGACY_ID("roles.district_admin.legacy_id", Form.ID),
  USER_CONTACT_SIS_ID("roles.contact.sis_id", Form.CODE),
  USER_CONTACT_PHONE("roles.contact.phone", Form.CODE),
  USER_CONTACT_PHONE_TYPE("roles.contact.phone_type", Form.CODE),
  USER_CONTACT_STUDENTS("roles.contact.student_relationships", Form.RELATIONSHIPS),
  USER_CONTACT_LEGACY_ID("roles.contact.legacy_id", Form.ID),

  DISTRICT_NAME("name", Form.TEXT),
  DISTRICT_SIS_TYPE("sis_type", Form.CODE),
  DISTRICT_LAUNCH_DATE("launch_date", Form.DATE),
  DISTRICT_PORTAL_URL("portal_url", Form.TEXT),
  DISTRICT_LOGIN_METHODS("login_methods", Form.TEXTS),
  DISTRICT_NCES_ID("nces_id", Form.CODE),
  DISTRICT_MDR_NUMBER("mdr_number", Form.CODE),
  DISTRICT_STATE("state", Form.CODE),
  DISTRICT_LAST_SYNC("last_sync", Form.TIME),
  DISTRICT_PAUSE_END("pause_end", Form.DATE);

  /** The form of a value; a value beyond a form's bounds is not taken. */
  public enum Form {
    /** Text of at most 512 characters: names, titles, addresses. */
    TEXT(512, 1),
    /** Text of at most 256 characters: ids of other systems, numbers, codes, grades. */
    CODE(256, 1),
    /** One of Clever's ids. */
    ID(24, 1),
    /** A day in the years 1900 to 2200; a time of day after it is dropped. */
    DATE(64, 1),
    /** A time in the years 1900 to 2200. */
    TIME(64, 1),
    /** An object, which contains further fields. */
    OBJECT(0, 1),
    /** At most 10,000 of Clever's ids. */
    IDS(24, 10_000),
    /** At most 500 texts of at most 256 characters. */
    TEXTS(256, 500),
    /** At most 500 students, each with two texts of at most 256 characters. */
    RELATIONSHIPS(256, 500);

    private final int longest;
    private final int most;

    Form(int longest, int most) {
      this.longest = longest;
      this.most = most;
    }

    /** The largest number of characters (code points) in one text. */
    public int longest() {
      return longest;
    }

    /** The largest number of members in a list. */
    public int most() {
      return most;
    }
  }

  private final String path;
  private final Form form;

  RosterField(String path, Form form) {
    this.path = path;
    this.form = form;
  }

  /** The path of the field in a record, by Clever's names: {@code roles.student.sis_id}. */
  public String path() {
    return path;
  }

  /** The form of the field's values. */
  public Form form() {
    return form;
  }

  /** The field's name within its type, in lower case: {@code student_sis_id}. */
  public String key() {
    return name().substring(name().indexOf('_') + 1).toLowerCase(Locale.ROOT);
  }

  /** The fields of a type, in the order of their declaration. */
  public static List<RosterField> of(RecordType<?> type) {
    return Arrays.stream(values()).filter(field -> field.isOf(type)).toList();
  }

  private boolean isOf(RecordType<?> type) {
    return type.path().equals(prefix().toLowerCase(Locale.ROOT) + "s");
  }

  private String prefix() {
    return name().substring(0, name().indexOf('_'));
  }

  /** The field and the fields inside it: an object that cannot be read leaves them unknown, too. */
  public Set<RosterField> whole() {
    var whole = EnumSet.of(this);
    if (form == Form.OBJECT) {
      Arrays.stream(values())
          .filter(each -> each.prefix().equals(prefix()) && each.path.startsWith(path + "."))
          .forEach(whole::add);
    }
    return whole;
  }
}
