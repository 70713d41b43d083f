package ceres.socketio.server;

import static ceres.socketio.server.KeptPacketTest.shown;
import static org.assertj.core.api.Assertions.assertThat;

import ceres.socketio.protocol.EncodedPacket;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/**
 * However packets come (to a room or to one socket), whoever is in which room, and whenever pings
 * are answered: after any packet that may not have arrived, exactly what was sent later is there.
 */
class PacketLogPropertyTest {
  private static final int ROOMS = 3;
  private static final int CLIENTS = 3;

  /** What happens: to a client, a room, or both. */
  record Step(int kind, int client, int room) {}

  /** A client, and what it should find. */
  private static final class Client {
    final PacketLog log;
    final InertMember member = new InertMember();
    final Set<SharedLog> rooms = new LinkedHashSet<>();
    final List<EncodedMessages> sent = new ArrayList<>();
    int pinged;
    int arrived;

    Client(LoopRecovery loop) {
      log = new PacketLog(loop, member, null);
      log.share();
    }

    void check() {
      for (int from = arrived; from <= sent.size(); from++) {
        String offset = from == 0 ? null : sent.get(from - 1).offset();
        assertThat(shown(log.after(offset))).isEqualTo(shown(sent.subList(from, sent.size())));
      }
      long own = log.packets().stream().mapToLong(KeptPacket::cost).sum();
      assertThat(log.bytes()).isEqualTo(own);
      if (arrived > 1) {
        assertThat(log.covers(sent.get(arrived - 2).offset())).isFalse();
      }
    }
  }

  private final IdleLoop loop = new IdleLoop();
  private final Recovery recovery =
      new Recovery(RecoveryConfig.DEFAULTS, Duration.ofHours(1), List.of(loop), new SecureRandom());

  private int packets;

  @Property
  void what_was_sent_after_a_packet_is_there_once_and_in_order(@ForAll("steps") List<Step> steps) {
    List<SharedLog> rooms = new ArrayList<>();
    List<Client> clients = new ArrayList<>();
    for (int i = 0; i < ROOMS; i++) {
      rooms.add(new SharedLog(recovery, recovery.on(loop)));
    }
    for (int i = 0; i < CLIENTS; i++) {
      clients.add(new Client(recovery.on(loop)));
    }
    for (Step step : steps) {
      happen(step, clients, clients.get(step.client), rooms.get(step.room));
    }
    clients.forEach(Client::check);
    clients.forEach(client -> client.log.unshare());
    clients.forEach(Client::check);
    clients.forEach(client -> client.log.clear());
    rooms.forEach(SharedLog::clear);
    assertThat(recovery.keptBytes()).isZero();
  }

  private void happen(Step step, List<Client> all, Client client, SharedLog room) {
    switch (step.kind) {
      case 0 -> {
        if (client.rooms.add(room)) {
          client.log.joined(room);
        }
      }
      case 1 -> {
        if (client.rooms.remove(room)) {
          client.log.left(room);
        }
      }
      case 2 -> {
        EncodedMessages packet = packet();
        client.log.append(packet);
        client.sent.add(packet);
      }
      case 3 -> {
        client.log.onPing();
        client.pinged = client.sent.size();
      }
      case 4 -> {
        client.log.onPong();
        client.arrived = Math.max(client.arrived, client.pinged);
      }
      case 5 -> toRoom(room, all, Set.of(client.member));
      case 6 -> client.log.hold();
      default -> toRoom(room, all, Set.of());
    }
  }

  private void toRoom(SharedLog room, List<Client> all, Set<InertMember> except) {
    EncodedMessages packet = packet();
    assertThat(room.append(packet, except)).isTrue();
    for (Client other : all) {
      if (other.rooms.contains(room) && !except.contains(other.member)) {
        other.sent.add(packet);
      }
    }
  }

  private EncodedMessages packet() {
    packets++;
    String text = "2" + "a".repeat(packets * 7 % 100) + packets;
    return EncodedMessages.of(
        new EncodedPacket(text, List.of()), recovery.newOffset(), null, true, null);
  }

  @Provide
  Arbitrary<List<Step>> steps() {
    return Combinators.combine(
            Arbitraries.integers().between(0, 9),
            Arbitraries.integers().between(0, CLIENTS - 1),
            Arbitraries.integers().between(0, ROOMS - 1))
        .as(Step::new)
        .list()
        .ofMaxSize(60);
  }
}
