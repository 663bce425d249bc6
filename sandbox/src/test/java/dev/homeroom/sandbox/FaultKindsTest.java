package dev.homeroom.sandbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.homeroom.sandbox.fault.Fault;
import dev.homeroom.sandbox.fault.FaultKinds;
import java.util.Arrays;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/** Faults in JSON: what is read is what is written, and what is refused says what is allowed. */
final class FaultKindsTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "{'kind':'status','status':503,'path':'sections/{id}','after':2,'times':3}",
        "{'kind':'cut_off','times':1}",
        "{'kind':'reset','type':'users'}",
        "{'kind':'truncated_json'}",
        "{'kind':'malformed_json','path':'events'}",
        "{'kind':'status','status':503,'path':'oauth/tokens'}",
        "{'kind':'html','path':'oauth/certs','times':2}",
        "{'kind':'html','times':2}",
        "{'kind':'slow','millis':250}",
        "{'kind':'slow_bytes','bytes_per_second':1000}",
        "{'kind':'empty_list','counts_too':true,'type':'sections'}",
        "{'kind':'wrong_count','off':-3,'type':'terms'}",
        "{'kind':'repeated_record','type':'users'}",
        "{'kind':'record_without_id','type':'schools'}",
        "{'kind':'page_size','size':10000,'type':'sections'}",
        "{'kind':'odd_names'}",
        "{'kind':'clock_skew','seconds':-3600}",
        "{'kind':'several_buckets'}",
        "{'kind':'lower_case_headers'}",
        "{'kind':'legacy_errors'}",
        "{'kind':'change_in_walk','changes':[{'kind':'end-section','section':'5a0c91b95c7cc000010d417c'}],'after':2,'times':1}",
        "{'kind':'revoked_token','replaced':true,'after':10,'times':1}",
        "{'kind':'feed_off','times':3}",
        "{'kind':'feed_refused','status':403}",
        "{'kind':'late_events','one_in':3}",
        "{'kind':'short_retention','seconds':60}"
      })
  void are_written_as_they_are_read(String description) {
    var read = json(description);

    var written = FaultKinds.write(FaultKinds.read(read));

    assertThat(PlainClient.MAPPER.writeValueAsString(written))
        .isEqualTo(PlainClient.MAPPER.writeValueAsString(read));
  }

  @Test
  void every_kind_has_a_word_of_its_own() {
    var kinds = kinds(Fault.class).toList();

    assertThat(kinds.stream().map(FaultKinds::word))
        .doesNotHaveDuplicates()
        .containsExactlyInAnyOrderElementsOf(FaultKinds.words());
    assertThat(FaultKinds.words())
        .allSatisfy(word -> assertThat(FaultKinds.word(FaultKinds.ofWord(word))).isEqualTo(word));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "[]|a fault is an object with a kind",
        "{'kind':'gremlin'}|gremlin is no kind of fault; there are status, cut_off",
        "{'kind':'status'}|status of a fault of kind status is a whole number from 429 to 599",
        "{'kind':'status','status':430}|neither 429 nor a server error",
        "{'kind':'status','status':503,'time':2}|has no time; it takes status, path, type, after, times",
        "{'kind':'html','times':0}|times of a fault of kind html is a whole number from 1",
        "{'kind':'html','path':'classes'}|like users, sections/{id} or events",
        "{'kind':'html','path':7}|path of a fault of kind html is a path of the data API",
        "{'kind':'html','type':'pupils'}|one of districts, schools, terms, courses, sections, users",
        "{'kind':'empty_list','counts_too':'yes'}|counts_too of a fault of kind empty_list is true or false",
        "{'kind':'slow','millis':0}|millis of a fault of kind slow is a whole number from 1",
        "{'kind':'change_in_walk'}|changes of a fault of kind change_in_walk is a list"
      })
  void what_is_not_understood_is_refused_with_what_is_allowed(String description, String reason) {
    assertThatThrownBy(() -> FaultKinds.read(json(description)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(reason);
  }

  @Test
  void what_happens_to_the_district_happens_once_unless_told_otherwise() {
    assertThat(FaultKinds.read(json("{'kind':'revoked_token'}")).where().times()).isEqualTo(1);
    assertThat(FaultKinds.read(json("{'kind':'html'}")).where().times())
        .isEqualTo(Integer.MAX_VALUE);
  }

  private static JsonNode json(String text) {
    return PlainClient.MAPPER.readTree(text.replace('\'', '"'));
  }

  @SuppressWarnings("unchecked") // all permitted kinds of Fault are faults
  private static Stream<Class<? extends Fault>> kinds(Class<?> type) {
    return type.isRecord()
        ? Stream.of((Class<? extends Fault>) type)
        : Arrays.stream(type.getPermittedSubclasses()).flatMap(FaultKindsTest::kinds);
  }
}
