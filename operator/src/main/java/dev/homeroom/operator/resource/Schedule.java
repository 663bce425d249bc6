package dev.homeroom.operator.resource;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Default;
import io.fabric8.generator.annotation.Pattern;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import org.jspecify.annotations.Nullable;

/**
 * The schedule of a district's syncs. The server checks both fields and says what it does not
 * accept.
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
@JsonIgnoreProperties(ignoreUnknown = true)
public record Schedule(
    @JsonPropertyDescription(
            "Five fields as in a Unix crontab: minute, hour, day of month, month, day of week."
                + " Default: \"0 2 * * *\", every day at 02:00. Example: \"30 3 * * 1-5\".")
        @Default("0 2 * * *")
        @Pattern("^ *[^ ]+( +[^ ]+){4} *$")
        @ValidationRule(
            value =
                "!self.matches('^ *[^ ]+ +[^ ]+ +(30|31) +(0?2|[Ff][Ee][Bb]) +[*] *$')"
                    + " && !self.matches('^ *[^ ]+ +[^ ]+ +31 +(0?[469]|11|[Aa][Pp][Rr]|[Jj][Uu][Nn]|[Ss][Ee][Pp]|[Nn][Oo][Vv]) +[*] *$')",
            message = "cron names a day that never comes: correct the day of month or the month")
        @Size(min = 9, max = 200)
        @Nullable String cron,
    @JsonPropertyDescription(
            "The IANA time zone in which the fields are read. Default: UTC. Example:"
                + " America/Chicago.")
        @Default("UTC")
        @Pattern("^[^ ]+$")
        @Size(min = 1, max = 64)
        @Nullable String timeZone) {}
