package dev.homeroom.server.sync.share;

import static org.jooq.impl.DSL.inline;
import static org.jooq.impl.DSL.val;

import java.util.Objects;
import org.jooq.DSLContext;

/** Identifies a share by its declaration and the schools and sections that it covers. */
final class ShareDigestSql {
  private ShareDigestSql() {}

  /** Returns the SHA-256 of the declaration and the ids of covered live schools and sections. */
  static byte[] of(DSLContext sql, int district, String declared) {
    var row =
        sql.fetchSingle(
            """
            select sha256(
              convert_to({0}, 'UTF8') || '\\x0a'::bytea || coalesce(
                (select string_agg(x.id, ''::bytea order by x.id) from schools x
                  where x.district = {1} and not exists (
                    select from undeclared_records u
                     where u.district = {1} and u.type = 'SCHOOL' and u.id = x.id)),
                ''::bytea) || '\\x0a'::bytea || coalesce(
                (select string_agg(s.id, ''::bytea order by s.id) from sections s
                  where s.district = {1} and not exists (
                    select from undeclared_records u
                     where u.district = {1} and u.type = 'SECTION' and u.id = s.id)),
                ''::bytea))
            """,
            val(declared), inline(district));
    return Objects.requireNonNull(row.get(0, byte[].class), "a digest is never null");
  }
}
