package ceres.testing.soak.check;

import static org.assertj.core.api.Assertions.assertThat;

import ceres.testing.soak.ledger.Entry;
import ceres.testing.soak.ledger.Line;
import ceres.testing.soak.ledger.Told;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Ledgers that were made by hand: what the checker finds in them, and what it does not. */
class CheckerTest {
  private static final UUID ADAS_ID = new UUID(1, 1);

  private final List<Line> ledger = new ArrayList<>();

  private CheckerTest write(Entry... entries) {
    for (Entry entry : entries) {
      ledger.add(new Line(ledger.size() + 1, entry));
    }
    return this;
  }

  private List<Violation> violations() {
    Checker checker = new Checker();
    ledger.forEach(checker::accept);
    return checker.finish(ledger::stream);
  }

  private List<Rule> broken() {
    return violations().stream().map(Violation::rule).distinct().toList();
  }

  /** The id of Ada's message with a number: they sort by it. */
  private static UUID id(int number) {
    return new UUID(0x0199_0000_0000_7000L + number, 0x8000_0000_0000_0000L);
  }

  private static String text(int number) {
    return "ada " + number;
  }

  private static Entry sent(int number) {
    return sent(0, number);
  }

  private static Entry sent(long at, int number) {
    return new Entry.Sent(at, "ada", "den", text(number), new UUID(7, number));
  }

  private static Entry acknowledged(int number) {
    return new Entry.Acknowledged(1, "ada", text(number), id(number));
  }

  private static Entry refused(int number) {
    return new Entry.Refused(1, "ada", text(number), "NOT_SAVED");
  }

  private static Entry connected(String who) {
    return new Entry.Connected(0, who, "websocket", false);
  }

  private static Entry recovered(String who) {
    return new Entry.Connected(0, who, "polling", true);
  }

  private static Entry lost(String who) {
    return new Entry.Lost(0, who, "cut");
  }

  private static Entry joined(String who, int... numbers) {
    return new Entry.Joined(0, who, "den", told(numbers));
  }

  private static List<Told> told(int... numbers) {
    return IntStream.of(numbers).mapToObj(number -> new Told(id(number), text(number))).toList();
  }

  private static Entry live(String who, int number) {
    return new Entry.Live(0, who, "den", id(number), text(number));
  }

  private static Entry page(String who, @Nullable UUID after, int... numbers) {
    return new Entry.Page(0, who, "den", after, null, told(numbers), false);
  }

  private static Entry row(int number) {
    return row(number, id(number));
  }

  private static Entry row(int number, UUID id) {
    return new Entry.Row(0, "den", id, ADAS_ID, text(number));
  }

  /** Ada says something, and Bob hears it. */
  private CheckerTest chat(int... numbers) {
    for (int number : numbers) {
      write(sent(number), live("bob", number), acknowledged(number));
    }
    return this;
  }

  @Test
  void a_good_run_passes() {
    write(connected("bob"), joined("bob")).chat(1, 2, 3);
    write(lost("bob"), recovered("bob")).chat(4);
    write(lost("bob"), sent(5), acknowledged(5), sent(6), acknowledged(6));
    write(connected("bob"), joined("bob", 1, 2, 3, 4, 5, 6), page("bob", id(4), 5, 6)).chat(7);
    write(new Entry.Left(0, "bob", "den"), sent(8), acknowledged(8));
    write(joined("bob", 1, 2, 3, 4, 5, 6, 7, 8), new Entry.Calm(0, List.of()));
    write(connected("reader"), page("reader", null, 1, 2, 3, 4, 5, 6, 7, 8));
    write(row(1), row(2), row(3), row(4), row(5), row(6), row(7), row(8));
    assertThat(violations()).isEmpty();
  }

  @Test
  void an_acknowledged_message_that_is_not_stored_is_lost() {
    write(sent(1), acknowledged(1), sent(2), acknowledged(2), row(1));
    assertThat(broken()).containsExactly(Rule.LOST);
    assertThat(violations().getFirst().evidence()).containsExactly(ledger.get(2), ledger.get(3));
  }

  @Test
  void a_message_that_was_shown_and_is_stored_under_another_id_is_lost() {
    write(connected("bob"), joined("bob"), sent(1), live("bob", 1), sent(1), row(1, id(2)));
    assertThat(broken()).contains(Rule.LOST).doesNotContain(Rule.STORED_TWICE);
  }

  @Test
  void a_message_in_two_rows_is_stored_twice() {
    write(sent(1), sent(1), acknowledged(1), row(1), row(1, id(2)));
    assertThat(broken()).containsExactly(Rule.STORED_TWICE);
    assertThat(violations().getFirst().evidence()).hasSize(5);
  }

  @Test
  void a_message_that_comes_live_twice_is_delivered_twice() {
    write(connected("bob"), joined("bob")).chat(1);
    write(lost("bob"), recovered("bob"), live("bob", 1), row(1));
    assertThat(broken()).containsExactly(Rule.DELIVERED_TWICE);
  }

  @Test
  void a_message_that_comes_live_after_the_history_had_it_is_delivered_twice() {
    write(sent(1), connected("bob"), joined("bob", 1), live("bob", 1), row(1));
    assertThat(broken()).containsExactly(Rule.DELIVERED_TWICE);
  }

  @Test
  void a_page_that_was_read_meanwhile_may_have_what_comes_live_then() {
    write(connected("bob"), joined("bob")).chat(1);
    write(sent(2), page("bob", id(1), 2), live("bob", 2), row(1), row(2));
    assertThat(violations()).isEmpty();
  }

  @Test
  void what_is_missing_between_the_history_and_what_comes_live_is_a_gap() {
    write(connected("bob"), joined("bob"), sent(1), acknowledged(1)).chat(2);
    write(row(1), row(2));
    assertThat(broken()).containsExactly(Rule.GAP);
    assertThat(violations().getFirst().sentence())
        .isEqualTo("bob did not get \"ada 1\" of den, but what is before it and behind it");
    assertThat(violations().getFirst().evidence())
        .containsExactly(ledger.get(1), ledger.get(2), ledger.get(3), ledger.get(7));
  }

  @Test
  void what_recovery_leaves_out_is_a_gap() {
    write(connected("bob"), joined("bob")).chat(1);
    write(lost("bob"), sent(2), acknowledged(2), recovered("bob")).chat(3);
    write(row(1), row(2), row(3));
    assertThat(broken()).containsExactly(Rule.GAP);
  }

  @Test
  void a_page_with_something_left_out_is_a_gap() {
    write(sent(1), sent(2), sent(3), connected("bob"), page("bob", null, 1, 3));
    write(row(1), row(2), row(3));
    assertThat(broken()).containsExactly(Rule.GAP);
  }

  @Test
  void a_history_without_what_was_shown_before_is_a_gap() {
    write(connected("bob"), joined("bob")).chat(1, 2);
    write(connected("bob"), joined("bob", 1), page("bob", id(1), 2), row(1), row(2));
    assertThat(broken()).containsExactly(Rule.GAP);
  }

  @Test
  void a_message_that_was_refused_and_is_stored_all_the_same_is_for_everybody() {
    write(connected("bob"), joined("bob"), sent(1), refused(1)).chat(2);
    write(row(1), row(2));
    assertThat(broken()).containsExactly(Rule.GAP);
    ledger.clear();
    write(connected("bob"), joined("bob")).chat(2);
    write(sent(1), refused(1), row(2), row(1, id(3)));
    assertThat(broken()).containsExactly(Rule.MISSED);
  }

  @Test
  void messages_that_come_in_another_order_than_that_of_the_history_break_it() {
    write(connected("bob"), joined("bob")).chat(2, 1);
    write(row(2, id(2)));
    write(row(1, id(1)));
    assertThat(broken()).contains(Rule.ORDER);
    ledger.clear();
    write(connected("bob"), joined("bob"), sent(1), sent(2), live("bob", 2), live("bob", 1));
    write(row(1), row(2));
    assertThat(broken()).containsExactly(Rule.ORDER);
  }

  @Test
  void what_somebody_sends_later_is_stored_later() {
    write(sent(1), sent(2), acknowledged(1), acknowledged(2), row(2, id(2)), row(1, id(3)));
    assertThat(broken()).contains(Rule.SENDER_ORDER);
  }

  @Test
  void unless_what_was_sent_first_was_refused_or_waited_as_long_as_a_server_tries() {
    write(sent(1), sent(2), refused(1), acknowledged(2), sent(1));
    write(new Entry.Acknowledged(1, "ada", text(1), id(3)), row(2, id(2)), row(1, id(3)));
    assertThat(violations()).isEmpty();
    ledger.clear();
    write(sent(1), sent(2), acknowledged(2));
    write(new Entry.Acknowledged(9_500, "ada", text(1), id(3)), row(2, id(2)), row(1, id(3)));
    assertThat(violations()).isEmpty();
  }

  @Test
  void who_came_back_and_did_not_get_all_has_missed_something() {
    int[] last = IntStream.rangeClosed(4, 53).toArray();
    write(connected("bob"), joined("bob")).chat(1);
    write(lost("bob"));
    IntStream.rangeClosed(2, 53).forEach(number -> write(sent(number), acknowledged(number)));
    write(connected("bob"), joined("bob", last), page("bob", id(1), 2));
    IntStream.rangeClosed(1, 53).forEach(number -> write(row(number)));
    assertThat(broken()).containsExactly(Rule.MISSED);
    assertThat(violations()).hasSize(1);
    assertThat(violations().getFirst().sentence()).isEqualTo("bob never got \"ada 3\" of den");
  }

  @Test
  void who_is_there_at_the_end_has_the_last_message() {
    write(connected("bob"), joined("bob")).chat(1);
    write(sent(2), acknowledged(2), row(1), row(2));
    assertThat(broken()).containsExactly(Rule.MISSED);
  }

  @Test
  void what_was_refused_may_be_stored_and_shown_or_neither_but_not_shown_alone() {
    write(connected("bob"), joined("bob"), sent(1), refused(1), sent(2), refused(2));
    write(live("bob", 2), row(2));
    assertThat(violations()).isEmpty();
    write(sent(3), refused(3), live("bob", 3));
    assertThat(broken()).containsExactly(Rule.LOST);
  }

  @Test
  void what_nobody_sent_is_invented() {
    write(connected("bob"), joined("bob"), live("bob", 1));
    assertThat(broken()).containsExactly(Rule.INVENTED);
    ledger.clear();
    write(row(1));
    assertThat(broken()).containsExactly(Rule.INVENTED);
    ledger.clear();
    write(sent(1), new Entry.Row(0, "attic", id(1), ADAS_ID, text(1)));
    assertThat(broken()).containsExactly(Rule.INVENTED);
    ledger.clear();
    write(sent(1), sent(2), row(1), new Entry.Row(0, "den", id(2), new UUID(2, 2), text(2)));
    assertThat(broken()).containsExactly(Rule.INVENTED);
  }

  @Test
  void nobody_gets_anything_of_a_room_that_they_are_not_in() {
    for (Entry before :
        List.of(connected("bob"), new Entry.Left(0, "bob", "den"), recovered("carl"))) {
      ledger.clear();
      write(connected("bob"));
      if (before instanceof Entry.Left) {
        write(joined("bob"));
      }
      write(before, sent(1), live("bob", 1), row(1));
      assertThat(broken()).containsExactly(Rule.FOREIGN_ROOM);
    }
  }

  @Test
  void who_is_not_back_at_the_end_is_absent() {
    write(connected("bob"), lost("bob"), new Entry.Calm(0, List.of("bob")));
    assertThat(broken()).containsExactly(Rule.ABSENT);
    assertThat(violations().getFirst().evidence()).containsExactly(ledger.get(0), ledger.get(1));
  }

  @Test
  void a_violation_is_explained_by_lines_of_the_ledger() {
    write(sent(1), acknowledged(1));
    assertThat(violations().getFirst().explained())
        .isEqualTo(
            """
            LOST: "ada 1" in den was acknowledged as 01990000-0000-7001-8000-000000000000, and that is not stored
                line 1: {"what":"sent","at":0,"who":"ada","room":"den","text":"ada 1","clientId":"00000000-0000-0007-0000-000000000001"}
                line 2: {"what":"acknowledged","at":1,"who":"ada","text":"ada 1","id":"01990000-0000-7001-8000-000000000000"}\
            """);
  }
}
