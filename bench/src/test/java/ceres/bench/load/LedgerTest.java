package ceres.bench.load;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Two clients in one room, and a third in another. */
class LedgerTest {
  private final List<Client> clients =
      List.of(new Client(0, ""), new Client(1, ""), new Client(2, ""));
  private final Room room = new Room(0, "r0", new int[] {0, 1});
  private final Room other = new Room(1, "r1", new int[] {2});
  private final Ledger ledger = new Ledger(List.of(room, other), clients);

  LedgerTest() {
    ledger.window(0, 1_000);
  }

  @Test
  void a_message_that_everybody_got_is_not_missing() {
    int number = ledger.send(room, 10, 11);
    deliver(0, 0, number, 0, 10, 20);
    assertThat(ledger.outcome()).isEqualTo(new Outcome(1, 1, 2, 1));
    assertThat(ledger.outcome().missing()).isEqualTo(1);
    deliver(1, 0, number, 0, 10, 30);
    assertThat(ledger.outcome()).isEqualTo(new Outcome(1, 1, 2, 2));
    assertThat(ledger.outcome().missing()).isZero();
    assertThat(ledger.outstanding()).isZero();
  }

  @Test
  void the_second_of_the_same_is_a_double() {
    int number = ledger.send(room, 10, 11);
    deliver(1, 0, number, 0, 10, 20);
    deliver(1, 0, number, 0, 10, 21);
    assertThat(ledger.tally.doubled()).isEqualTo(1);
    assertThat(ledger.tally.deliveries()).isEqualTo(1);
  }

  @Test
  void what_nobody_sent_or_another_room_should_have_is_stray() {
    int number = ledger.send(room, 10, 11);
    deliver(2, 0, number, 0, 10, 20);
    deliver(0, 0, number + 1, 0, 10, 20);
    deliver(0, 7, 0, 0, 10, 20);
    deliver(0, 0, 0, 9, 10, 20);
    assertThat(ledger.tally.stray()).isEqualTo(4);
    assertThat(ledger.tally.deliveries()).isZero();
  }

  @Test
  void a_sender_whose_messages_change_places_is_noticed() {
    int first = ledger.send(room, 10, 11);
    int second = ledger.send(room, 12, 13);
    deliver(1, 0, second, 0, 12, 20);
    deliver(1, 0, first, 0, 10, 20);
    assertThat(ledger.tally.senderOrderBroken()).isEqualTo(1);
    assertThat(ledger.tally.memberOrderDisagrees()).isZero();
  }

  @Test
  void messages_of_different_senders_may_come_in_any_order() {
    int first = ledger.send(room, 10, 11);
    int second = ledger.send(room, 12, 13);
    deliver(1, 0, second, 1, 12, 20);
    deliver(1, 0, first, 0, 10, 20);
    assertThat(ledger.tally.senderOrderBroken()).isZero();
  }

  @Test
  void members_who_see_different_orders_are_noticed() {
    int first = ledger.send(room, 10, 11);
    int second = ledger.send(room, 12, 13);
    deliver(0, 0, first, 0, 10, 20);
    deliver(0, 0, second, 1, 12, 20);
    deliver(1, 0, second, 1, 12, 20);
    deliver(1, 0, first, 0, 10, 20);
    assertThat(ledger.tally.memberOrderDisagrees()).isEqualTo(1);
  }

  @Test
  void latency_is_from_when_a_message_was_due_and_only_of_the_window() {
    int late = ledger.send(room, 100, 900_000_100);
    deliver(0, 0, late, 0, 100, 900_000_100);
    int outside = ledger.send(room, 1_000, 1_000);
    deliver(0, 0, outside, 0, 1_000, 2_000_000_000);
    assertThat(ledger.latency.count()).isEqualTo(1);
    assertThat(ledger.latency.millis(1)).isEqualTo(900);
    assertThat(ledger.lag.millis(1)).isEqualTo(900);
  }

  @Test
  void a_pause_is_a_time_without_deliveries_while_something_was_due() {
    int first = ledger.send(room, 0, 0);
    deliver(0, 0, first, 0, 0, 50);
    deliver(1, 0, first, 0, 0, 60);
    int second = ledger.send(room, 900, 900);
    deliver(0, 0, second, 0, 900, 1_100);
    assertThat(ledger.longestPause()).isEqualTo(200);
  }

  @Test
  void hours_of_messages_are_accounted_for_and_only_the_last_are_remembered() {
    int all = 3 * Room.MOST + 7;
    for (int i = 0; i < all; i++) {
      int number = ledger.send(room, 10, 11);
      deliver(0, 0, number, 0, 10, 20);
      if (i % 1_000 != 0) {
        deliver(1, 0, number, 0, 10, 20);
        deliver(1, 0, number, 0, 10, 20);
      }
    }
    int without = all / 1_000 + 1;
    assertThat(ledger.outcome()).isEqualTo(new Outcome(all, all, 2L * all, 2L * all - without));
    assertThat(ledger.tally.doubled()).isEqualTo(all - without);
    assertThat(ledger.tally.senderOrderBroken()).isZero();
    assertThat(ledger.tally.memberOrderDisagrees()).isZero();
    assertThat(room.sent - room.first).isLessThanOrEqualTo(Room.MOST);

    deliver(1, 0, 0, 0, 10, 20);
    assertThat(ledger.tally.stray()).as("what comes after so many others").isOne();
    deliver(1, 0, all - 1, 0, 10, 20);
    assertThat(ledger.tally.doubled()).isEqualTo(all - without + 1);
  }

  private void deliver(int to, int roomIndex, int number, int sender, long due, long now) {
    byte[] stamp = StampTest.written(roomIndex, number, sender, due).getBytes(US_ASCII);
    Room _ = ledger.receive(clients.get(to), ByteBuffer.wrap(stamp), 0, now);
  }
}
