package ceres.socketio.adapter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ceres.socketio.protocol.JsonPacketParser;
import ceres.socketio.protocol.SocketPacket;
import ceres.socketio.protocol.SocketPacket.Event;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.Test;

/** One node with two event loops, which run when the test says so. */
class InMemoryAdapterTest {
  private final QueuedShard left = new QueuedShard();
  private final QueuedShard right = new QueuedShard();
  private final List<SocketPacket> encoded = new ArrayList<>();
  private final InMemoryAdapter<String> adapter =
      new InMemoryAdapter<>(List.of(left, right), this::encode);
  private final Inbox ann = new Inbox("ann", left);
  private final Inbox bob = new Inbox("bob", left);
  private final Inbox cleo = new Inbox("cleo", right);

  private String encode(SocketPacket packet, BroadcastFlags flags) {
    encoded.add(packet);
    return Objects.requireNonNull(new JsonPacketParser().encode(packet).text());
  }

  @Test
  void aBroadcastToAllReachesAllOnceAndIsEncodedOnce() {
    addAll();
    adapter.broadcast(event("hi"), BroadcastOptions.ALL);
    drain();
    assertReceived(ann, "hi");
    assertReceived(bob, "hi");
    assertReceived(cleo, "hi");
    assertThat(encoded).hasSize(1);
  }

  @Test
  void aBroadcastToARoomReachesWhoIsInIt() {
    addAll();
    adapter.join(ann, Set.of("room"));
    adapter.join(cleo, Set.of("room", "other"));
    broadcast("hi", BroadcastOptions.ALL.to("room"));
    adapter.leave(ann, Set.of("room", "never joined"));
    broadcast("again", BroadcastOptions.ALL.to("room"));
    broadcast("nobody", BroadcastOptions.ALL.to("empty"));
    assertReceived(ann, "hi");
    assertReceived(bob);
    assertReceived(cleo, "hi", "again");
  }

  @Test
  void whoIsInSeveralTargetsIsReachedOnce() {
    addAll();
    adapter.join(ann, Set.of("a", "b", "c"));
    adapter.join(cleo, Set.of("b"));
    broadcast("hi", BroadcastOptions.ALL.to("a").to("b").to("ann").to("c"));
    assertReceived(ann, "hi");
    assertReceived(bob);
    assertReceived(cleo, "hi");
  }

  @Test
  void whoIsInAnExceptedRoomIsNotReached() {
    addAll();
    adapter.join(bob, Set.of("quiet"));
    broadcast("1", BroadcastOptions.ALL.except("quiet"));
    broadcast("2", BroadcastOptions.ALL.except("ann").except("quiet"));
    broadcast("3", BroadcastOptions.ALL.to("bob").except("bob"));
    broadcast("4", BroadcastOptions.ALL.to("bob").except("nobody"));
    assertReceived(ann, "1");
    assertReceived(bob, "4");
    assertReceived(cleo, "1", "2");
  }

  @Test
  void aSidIsARoomOfItsOwnThatOthersMayJoinAndNobodyCanLeave() {
    addAll();
    broadcast("1", BroadcastOptions.ALL.to("ann"));
    adapter.join(bob, Set.of("ann"));
    adapter.join(ann, Set.of("ann"));
    adapter.leave(ann, Set.of("ann"));
    broadcast("2", BroadcastOptions.ALL.to("ann"));
    adapter.remove(ann);
    broadcast("3", BroadcastOptions.ALL.to("ann"));
    assertReceived(ann, "1", "2");
    assertReceived(bob, "2", "3");
  }

  @Test
  void nothingHappensWithinACallButAllInTheOrderOfCalls() {
    adapter.add(ann);
    adapter.broadcast(event("1"), BroadcastOptions.ALL.to("room"));
    adapter.join(ann, Set.of("room"));
    adapter.broadcast(event("2"), BroadcastOptions.ALL.to("room"));
    adapter.leave(ann, Set.of("room"));
    adapter.broadcast(event("3"), BroadcastOptions.ALL.to("room"));
    adapter.remove(ann);
    adapter.broadcast(event("4"), BroadcastOptions.ALL);
    assertReceived(ann);
    drain();
    assertReceived(ann, "2");
  }

  @Test
  void aBroadcastFromADeliveryComesAfterwards() {
    addAll();
    left.execute(() -> {
      adapter.broadcast(event("from within"), BroadcastOptions.ALL);
      assertReceived(ann);
    });
    drain();
    assertReceived(ann, "from within");
    assertReceived(cleo, "from within");
  }

  @Test
  void aShardWithoutMembersIsLeftAloneButNotOneWhoseFirstIsOnItsWay() {
    adapter.broadcast(event("nobody"), BroadcastOptions.ALL);
    assertThat(left.waiting()).isZero();
    adapter.add(ann);
    adapter.broadcast(event("hi"), BroadcastOptions.ALL);
    assertThat(left.waiting()).isEqualTo(2);
    assertThat(right.waiting()).isZero();
    drain();
    assertReceived(ann, "hi");
    adapter.remove(ann);
    adapter.remove(ann);
    drain();
    adapter.broadcast(event("nobody"), BroadcastOptions.ALL);
    assertThat(left.waiting()).isZero();
  }

  @Test
  void aSecondMemberOfTheSameSidTakesThePlaceOfTheFirst() {
    Inbox again = new Inbox("ann", left);
    adapter.add(ann);
    adapter.join(ann, Set.of("room"));
    adapter.add(again);
    adapter.join(ann, Set.of("other"));
    adapter.remove(ann);
    broadcast("1", BroadcastOptions.ALL);
    broadcast("2", BroadcastOptions.ALL.to("room"));
    broadcast("3", BroadcastOptions.ALL.to("other"));
    assertReceived(ann);
    assertReceived(again, "1");
    adapter.remove(again);
    drain();
    adapter.broadcast(event("4"), BroadcastOptions.ALL);
    assertThat(left.waiting()).isZero();
  }

  @Test
  void aSidMayMoveToAnotherShard() {
    Inbox moved = new Inbox("ann", right);
    adapter.add(ann);
    adapter.add(moved);
    adapter.remove(ann);
    broadcast("hi", BroadcastOptions.ALL.to("ann"));
    assertReceived(ann);
    assertReceived(moved, "hi");
  }

  @Test
  void whoIsNoMemberIsInNoRoom() {
    adapter.join(ann, Set.of("room"));
    adapter.leave(ann, Set.of("room"));
    adapter.remove(ann);
    broadcast("hi", BroadcastOptions.ALL.to("room"));
    assertReceived(ann);
  }

  @Test
  void flagsGoWithThePacket() {
    addAll();
    BroadcastFlags flags =
        BroadcastFlags.DEFAULT.withVolatile(true).withCompress(false).withLocal(true);
    broadcast("hi", BroadcastOptions.ALL.withFlags(flags));
    assertThat(cleo.flags).containsExactly(new BroadcastFlags(true, false, true));
  }

  @Test
  void socketsAreThoseInAnyOfTheRooms() {
    addAll();
    adapter.join(ann, Set.of("a"));
    adapter.join(cleo, Set.of("a", "b"));
    assertThat(drained(adapter.sockets(Set.of()))).containsExactly("ann", "bob", "cleo");
    assertThat(drained(adapter.sockets(Set.of("b")))).containsExactly("cleo");
    assertThat(drained(adapter.sockets(Set.of("a", "bob"))))
        .containsExactlyInAnyOrder("ann", "bob", "cleo");
    assertThat(drained(adapter.sockets(Set.of("none")))).isEmpty();
  }

  @Test
  void fetchedSocketsShowTheirRoomsAndWhatTheySayOfThemselves() {
    addAll();
    adapter.join(ann, Set.of("z"));
    adapter.join(ann, Set.of("a"));
    assertThat(drained(adapter.fetchSockets(BroadcastOptions.ALL.except("bob"))))
        .containsExactly(
            new MemberSnapshot("ann", Set.of("ann", "z", "a"), Map.of("data", "ann's")),
            new MemberSnapshot("cleo", Set.of("cleo"), Map.of("data", "cleo's")))
        .first()
        .satisfies(snapshot -> assertThat(snapshot.rooms()).containsExactly("ann", "z", "a"));
  }

  @Test
  void socketsJoinAndLeaveWhereverTheyAre() {
    addAll();
    adapter.socketsJoin(BroadcastOptions.ALL.except("bob"), Set.of("room"));
    broadcast("1", BroadcastOptions.ALL.to("room"));
    adapter.socketsLeave(BroadcastOptions.ALL.to("room").except("cleo"), Set.of("room", "ann"));
    broadcast("2", BroadcastOptions.ALL.to("room").to("ann"));
    adapter.socketsLeave(BroadcastOptions.ALL.to("room"), Set.of("room"));
    broadcast("3", BroadcastOptions.ALL.to("room"));
    assertReceived(ann, "1", "2");
    assertReceived(bob);
    assertReceived(cleo, "1", "2");
  }

  @Test
  void thoseWhoAreMeantAreDisconnected() {
    addAll();
    adapter.disconnectSockets(BroadcastOptions.ALL.to("ann").to("cleo"), true);
    adapter.disconnectSockets(BroadcastOptions.ALL.to("cleo"), false);
    drain();
    assertThat(ann.received).containsExactly("disconnect true");
    assertThat(bob.received).isEmpty();
    assertThat(cleo.received).containsExactly("disconnect true", "disconnect false");
  }

  @Test
  void onItsShardAMemberSeesItsRooms() {
    addAll();
    adapter.join(ann, Set.of("z"));
    adapter.join(ann, Set.of("a"));
    left.execute(() -> {
      assertThat(adapter.rooms(ann)).containsExactly("ann", "z", "a");
      assertThat(adapter.rooms(new Inbox("ann", left))).isEmpty();
    });
    drain();
    assertThatThrownBy(() -> adapter.rooms(ann)).isInstanceOf(AssertionError.class);
  }

  @Test
  void oneThatFailsDoesNotRobTheOthers() {
    Member<String> broken = new BrokenMember(left);
    adapter.add(broken);
    adapter.add(ann);
    adapter.broadcast(event("hi"), BroadcastOptions.ALL);
    assertThatThrownBy(left::drain).hasMessage("broken");
    assertReceived(ann, "hi");
    CompletionStage<List<MemberSnapshot>> fetched = adapter.fetchSockets(BroadcastOptions.ALL);
    drain();
    assertThat(fetched.toCompletableFuture()).isCompletedExceptionally();
  }

  @Test
  void anEndedShardHasNobody() {
    addAll();
    drain();
    left.end();
    assertThatCode(() -> adapter.add(new Inbox("dora", left))).doesNotThrowAnyException();
    broadcast("hi", BroadcastOptions.ALL);
    assertThat(drained(adapter.sockets(Set.of()))).containsExactly("cleo");
    assertReceived(ann);
    assertReceived(cleo, "hi");
  }

  @Test
  void theCallersSetsAreCopied() {
    addAll();
    Set<String> rooms = new HashSet<>(Set.of("a", "b"));
    BroadcastOptions options = new BroadcastOptions(rooms, rooms, BroadcastFlags.DEFAULT);
    adapter.join(ann, rooms);
    rooms.clear();
    assertThat(options.rooms()).containsExactlyInAnyOrder("a", "b");
    broadcast("hi", BroadcastOptions.ALL.to("b"));
    assertReceived(ann, "hi");
  }

  @Test
  void wrongUseIsRefused() {
    assertThatThrownBy(() -> adapter.add(new Inbox("x", new QueuedShard())))
        .hasMessage("a member of an unknown shard");
    assertThatThrownBy(() -> new InMemoryAdapter<>(List.of(left, left), this::encode))
        .hasMessage("a shard is there twice");
    Event noValue = new Event("/", null, "a", List.of(new Object()));
    assertThatThrownBy(() -> adapter.broadcast(noValue, BroadcastOptions.ALL))
        .hasMessage("not a value: java.lang.Object");
  }

  private void addAll() {
    adapter.add(ann);
    adapter.add(bob);
    adapter.add(cleo);
  }

  private void drain() {
    left.drain();
    right.drain();
  }

  private <T> T drained(CompletionStage<T> stage) {
    drain();
    assertThat(stage.toCompletableFuture()).isCompleted();
    return stage.toCompletableFuture().join();
  }

  private void broadcast(String text, BroadcastOptions options) {
    adapter.broadcast(event(text), options);
    drain();
  }

  private static Event event(String text) {
    return new Event("/", null, text, List.of());
  }

  private static void assertReceived(Inbox inbox, String... texts) {
    assertThat(inbox.received)
        .isEqualTo(List.of(texts).stream().map(text -> "2[\"" + text + "\"]").toList());
  }
}
