package ceres.socketio.server;

import static org.assertj.core.api.Assertions.assertThat;

import ceres.engineio.server.OutgoingPacket;
import ceres.socketio.protocol.EncodedPacket;
import ceres.socketio.protocol.SocketPacket;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What logs keep is what was sent, in memory that is used again. */
class KeptPacketTest {
  private final IdleLoop here = new IdleLoop();
  private final IdleLoop there = new IdleLoop();
  private final Recovery recovery =
      new Recovery(
          RecoveryConfig.DEFAULTS, Duration.ofHours(1), List.of(here, there), new SecureRandom());
  private final LoopRecovery loop = recovery.on(here);
  private final LoopRecovery other = recovery.on(there);

  /** What packets are: their offsets, and their frames if that is all there is. */
  static List<String> shown(@Nullable Collection<EncodedMessages> packets) {
    return Objects.requireNonNull(packets).stream()
        .map(packet -> packet.offset() + ": " + shown(packet.frame()))
        .toList();
  }

  private static String shown(@Nullable OutgoingPacket packet) {
    if (packet == null) {
      return "more than a frame";
    }
    byte[] frame = new byte[packet.size()];
    packet.copyTo(frame);
    return new String(frame, StandardCharsets.ISO_8859_1) + packet.mayCompress();
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 40, 124, 125, 126, 1_000, 65_500, 65_535, 65_536, 300_000})
  void a_copy_is_what_was_sent(int length) {
    for (boolean compress : List.of(true, false)) {
      EncodedMessages original = packet("\u00fc" + "x".repeat(length), compress);
      SentPacket sent = sent(loop, original);
      KeptPacket copy = sent.packet();
      assertThat(copy.offset()).isEqualTo(original.offset());
      assertThat(copy.isAt(utf8(original.offset()))).isTrue();
      assertThat(copy.isAt(utf8(original.offset() + "x"))).isFalse();
      assertThat(shown(List.of(copy.packet()))).isEqualTo(shown(List.of(original)));
      assertThat(copy.packet()).as("made once").isSameAs(copy.packet());
      assertThat(recovery.keptBytes()).isEqualTo(KeptPacket.cost(original));
      loop.drop(sent);
      assertThat(recovery.keptBytes()).isZero();
    }
  }

  @Test
  void what_is_more_than_one_frame_is_kept_as_it_is() {
    SocketPacket.Event event = new SocketPacket.Event("/", null, "a", List.of());
    EncodedPacket text = new EncodedPacket("2[]", List.of());
    EncodedPacket binary = new EncodedPacket("51-[]", List.of(new byte[3]));
    List<EncodedMessages> packets =
        List.of(
            EncodedMessages.of(binary, "binary", null, true, null),
            EncodedMessages.of(text, "for Socket.IO 2", () -> text, true, null),
            EncodedMessages.of(text, "listened to", null, true, event));
    for (EncodedMessages packet : packets) {
      SentPacket sent = sent(loop, packet);
      assertThat(sent.packet().packet()).isSameAs(packet);
      assertThat(sent.packet().offset()).isEqualTo(packet.offset());
      loop.drop(sent);
    }
    assertThat(recovery.keptBytes()).isZero();
  }

  @Test
  void logs_of_all_loops_share_one_copy() {
    EncodedMessages original = packet("for all", true);
    SentPacket mine = sent(loop, original);
    SentPacket theirs = sent(other, original);
    SentPacket again = other.again(theirs);
    assertThat(theirs.packet()).isSameAs(mine.packet());
    assertThat(again.packet()).isSameAs(mine.packet());
    assertThat(again.number()).isEqualTo(theirs.number());
    assertThat(recovery.keptBytes()).isEqualTo(KeptPacket.cost(original));
    loop.drop(mine);
    other.drop(theirs);
    assertThat(recovery.keptBytes()).isEqualTo(KeptPacket.cost(original));
    assertThat(shown(List.of(again.packet().packet()))).isEqualTo(shown(List.of(original)));
    other.drop(again);
    assertThat(recovery.keptBytes()).isZero();
  }

  @Test
  void memory_is_used_again_also_if_another_loop_was_the_last_to_need_it() {
    Set<KeptPacket> copies = new HashSet<>();
    Set<SentPacket> entries = new HashSet<>();
    for (int i = 0; i < 1_000; i++) {
      EncodedMessages packet = packet("x".repeat(i % 10), true);
      SentPacket mine = sent(loop, packet);
      SentPacket theirs = sent(other, packet);
      copies.add(mine.packet());
      entries.add(mine);
      entries.add(theirs);
      loop.drop(mine);
      other.drop(theirs);
    }
    assertThat(copies).hasSize(1);
    assertThat(entries).hasSize(2);
  }

  @Test
  void what_was_used_again_is_nobody_elses_copy_any_more() {
    EncodedMessages first = packet("first", true);
    SentPacket early = sent(loop, first);
    EncodedMessages back = early.packet().packet();
    KeptPacket memory = early.packet();
    loop.drop(early);
    EncodedMessages second = packet("secnd", true);
    SentPacket later = sent(loop, second);
    assertThat(later.packet()).isSameAs(memory);
    assertThat(shown(List.of(memory.packet()))).isEqualTo(shown(List.of(second)));

    SentPacket late = sent(other, first);
    assertThat(late.packet()).isNotSameAs(memory);
    assertThat(shown(List.of(late.packet().packet(), back))).isEqualTo(shown(List.of(first, back)));
    assertThat(recovery.keptBytes()).isEqualTo(KeptPacket.cost(first) + KeptPacket.cost(second));
  }

  @Test
  void what_comes_back_is_kept_again_without_a_copy() {
    SentPacket sent = sent(loop, packet("missed", true));
    assertThat(sent(other, sent.packet().packet()).packet()).isSameAs(sent.packet());
  }

  /** Whoever keeps a packet finds it unchanged, whatever the other loop does meanwhile. */
  @Test
  void loops_do_not_disturb_each_other() {
    int count = 100_000;
    List<EncodedMessages> packets = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      packets.add(packet("number " + i, true));
    }
    AtomicInteger slowest = new AtomicInteger();
    CompletableFuture<Void> first =
        CompletableFuture.runAsync(() -> keepAndCheck(loop, packets, slowest));
    CompletableFuture<Void> second =
        CompletableFuture.runAsync(() -> keepAndCheck(other, packets, slowest));
    CompletableFuture.allOf(first, second).join();
    assertThat(slowest).hasValue(2 * count);
    assertThat(recovery.keptBytes()).isZero();
  }

  private static void keepAndCheck(
      LoopRecovery loop, List<EncodedMessages> packets, AtomicInteger checked) {
    SentPackets kept = new SentPackets();
    for (int i = 0; i < packets.size() + 10; i++) {
      if (i < packets.size()) {
        kept.add(sent(loop, packets.get(i)));
      }
      if (i >= 10) {
        SentPacket oldest = kept.removeFirst();
        EncodedMessages original = packets.get(i - 10);
        assertThat(oldest.packet().isAt(utf8(original.offset()))).isTrue();
        assertThat(shown(List.of(oldest.packet().packet()))).isEqualTo(shown(List.of(original)));
        loop.drop(oldest);
        checked.incrementAndGet();
      }
    }
  }

  @Test
  void sizes_fit() {
    for (int bytes = 0; bytes <= PacketMemory.LARGEST; bytes++) {
      int capacity = PacketMemory.bytesOf(PacketMemory.classOf(bytes));
      assertThat(capacity).isBetween(bytes, Math.max(64, bytes + bytes / 8 + 1));
    }
  }

  @Test
  void memory_that_is_of_no_use_is_given_up_in_time() {
    PacketMemory memory = new PacketMemory();
    List<KeptPacket> kept = new ArrayList<>();
    for (int i = 0; i < 1_000; i++) {
      kept.add(memory.copy(packet("x".repeat(i), true), "offset"));
    }
    assertThat(memory.trim()).isEqualTo(1_000);
    for (KeptPacket packet : kept) {
      assertThat(packet.release()).isTrue();
      packet.giveBack();
    }
    assertThat(memory.trim()).as("there since just now").isEqualTo(1_000);
    int left = 1_000;
    for (int i = 0; i < 20; i++) {
      int now = memory.trim();
      assertThat(now).isLessThanOrEqualTo(left);
      left = now;
    }
    assertThat(left).isZero();
  }

  @Test
  void a_timer_sees_to_that_while_there_is_any() {
    assertThat(here.runScheduled()).isFalse();
    List<SentPacket> sent = new ArrayList<>();
    for (int i = 0; i < 1_000; i++) {
      sent.add(sent(loop, packet("x".repeat(i), true)));
    }
    SentPacket shared = other.again(sent.getFirst());
    for (int i = 0; i < 100; i++) {
      assertThat(here.runScheduled()).isTrue();
    }
    sent.forEach(loop::drop);
    other.drop(sent(other, packet("", true)));
    for (int i = 0; i < 100; i++) {
      assertThat(here.runScheduled()).as("the memory is in use there").isTrue();
      assertThat(there.runScheduled()).as("an entry is in use").isTrue();
    }
    other.drop(shared);
    assertThat(ticks(here)).isBetween(1, 20);
    assertThat(ticks(there)).isBetween(1, 20);
  }

  /** How often the timer runs until there is nothing left for it to do. */
  private static int ticks(IdleLoop loop) {
    int ticks = 0;
    while (ticks < 100 && loop.runScheduled()) {
      ticks++;
    }
    return ticks;
  }

  private static byte[] utf8(@Nullable String offset) {
    return Objects.requireNonNull(offset).getBytes(StandardCharsets.UTF_8);
  }

  private static SentPacket sent(LoopRecovery loop, EncodedMessages packet) {
    return loop.sent(packet, 0, Set.of());
  }

  private EncodedMessages packet(String text, boolean compress) {
    return EncodedMessages.of(
        new EncodedPacket(text, List.of()), recovery.newOffset(), null, compress, null);
  }
}
