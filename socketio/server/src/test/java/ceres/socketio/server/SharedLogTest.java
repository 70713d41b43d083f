package ceres.socketio.server;

import static ceres.socketio.server.KeptPacketTest.shown;
import static org.assertj.core.api.Assertions.assertThat;

import ceres.socketio.protocol.EncodedPacket;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What is sent to a room stays for those who are lost, once for all of them, and no longer. */
class SharedLogTest {
  private final IdleLoop loop = new IdleLoop();

  /** What was sent has arrived at once. */
  private final Recovery recovery =
      new Recovery(RecoveryConfig.DEFAULTS, Duration.ZERO, List.of(loop), new SecureRandom());

  private final SharedLog room = new SharedLog(recovery, recovery.on(loop));
  private final List<EncodedMessages> sent = new ArrayList<>();

  @Test
  void what_nobody_waits_for_goes_when_it_has_arrived() {
    PacketLog connected = member();
    send();
    room.dropOld();
    assertThat(recovery.keptBytes()).isZero();
    assertThat(connected.size()).isZero();
  }

  @Test
  void who_lacks_what_has_gone_is_not_covered() {
    PacketLog lost = member();
    send();
    room.dropOld();
    lost.hold();
    send();
    assertThat(shown(lost.after(sent.get(0).offset()))).isEqualTo(shown(sent.subList(1, 2)));
    assertThat(lost.covers(null)).isFalse();
  }

  @Test
  void what_the_lost_miss_stays_and_costs_none_of_them_anything() {
    List<PacketLog> lost = new ArrayList<>();
    for (int i = 0; i < 1_000; i++) {
      lost.add(member());
    }
    lost.forEach(PacketLog::hold);
    for (int i = 0; i < 1_000; i++) {
      send();
    }
    room.dropOld();
    assertThat(lost)
        .allSatisfy(log -> {
          assertThat(log.size()).isZero();
          assertThat(shown(log.after(null))).isEqualTo(shown(sent));
        });
    assertThat(recovery.keptBytes()).isEqualTo(sent.stream().mapToLong(KeptPacket::cost).sum());
  }

  @Test
  void what_is_missed_by_another_stays_when_the_first_comes_back() {
    PacketLog first = member();
    first.hold();
    send();
    PacketLog second = member();
    second.hold();
    send();

    first.unshare();
    assertThat(shown(first.packets())).isEqualTo(shown(sent));
    assertThat(shown(second.after(null))).isEqualTo(shown(sent.subList(1, 2)));
    first.clear();
    assertThat(recovery.keptBytes()).isEqualTo(KeptPacket.cost(sent.get(1)));

    second.left(room);
    assertThat(shown(second.packets())).isEqualTo(shown(sent.subList(1, 2)));
    second.clear();
    assertThat(recovery.keptBytes()).isZero();
  }

  @Test
  void who_is_let_into_a_room_while_lost_misses_what_is_sent_there() {
    PacketLog lost = new PacketLog(recovery.on(loop), new InertMember(), null);
    lost.share();
    lost.hold();
    lost.joined(room);
    send();
    room.dropOld();
    assertThat(shown(lost.after(null))).isEqualTo(shown(sent));
  }

  @Test
  void nobody_waits_for_what_is_given_up() {
    PacketLog lost = member();
    lost.hold();
    send();
    lost.clear();
    assertThat(recovery.keptBytes()).isZero();
  }

  private PacketLog member() {
    PacketLog log = new PacketLog(recovery.on(loop), new InertMember(), null);
    log.joined(room);
    log.share();
    return log;
  }

  private void send() {
    EncodedMessages packet =
        EncodedMessages.of(
            new EncodedPacket("2[" + sent.size() + "]", List.of()),
            recovery.newOffset(),
            null,
            true,
            null);
    sent.add(packet);
    assertThat(room.append(packet, Set.of())).isTrue();
  }
}
