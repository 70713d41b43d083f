package ceres.socketio.adapter;

import static org.assertj.core.api.Assertions.assertThat;

import ceres.socketio.protocol.SocketPacket.Event;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** Whatever is called, and whenever the event loops get to it, it is as if done at once. */
class AdapterModelPropertyTest {
  private static final int MEMBERS = 6;
  private static final int SHARDS = 3;

  enum Call {
    ADD,
    REMOVE,
    JOIN,
    LEAVE,
    BROADCAST,
    SOCKETS_JOIN,
    SOCKETS_LEAVE,
    DISCONNECT,
    SOCKETS,
    DRAIN
  }

  record Step(Call call, int member, Set<String> rooms, Set<String> except) {}

  @Property
  void theShardsTogetherDoWhatASimpleMapDoes(@ForAll("steps") List<Step> steps) {
    List<QueuedShard> shards = List.of(new QueuedShard(), new QueuedShard(), new QueuedShard());
    InMemoryAdapter<String> adapter =
        new InMemoryAdapter<>(shards, (packet, _) -> ((Event) packet).name());
    List<Inbox> members = new ArrayList<>();
    Map<String, List<String>> expected = new LinkedHashMap<>();
    for (int i = 0; i < MEMBERS; i++) {
      members.add(new Inbox("m" + i, shards.get(i % SHARDS)));
      expected.put("m" + i, new ArrayList<>());
    }
    Map<String, Set<String>> model = new LinkedHashMap<>();
    List<CompletionStage<Set<String>>> answers = new ArrayList<>();
    List<Set<String>> expectedAnswers = new ArrayList<>();
    for (int i = 0; i < steps.size(); i++) {
      Step step = steps.get(i);
      Inbox member = members.get(step.member);
      BroadcastOptions options =
          new BroadcastOptions(step.rooms, step.except, BroadcastFlags.DEFAULT);
      Set<String> meant = meant(model, step.rooms, step.except);
      switch (step.call) {
        case ADD -> {
          adapter.add(member);
          model.put(member.sid(), new LinkedHashSet<>(Set.of(member.sid())));
        }
        case REMOVE -> {
          adapter.remove(member);
          model.remove(member.sid());
        }
        case JOIN -> {
          adapter.join(member, step.rooms);
          model.computeIfPresent(member.sid(), (_, rooms) -> plus(rooms, step.rooms));
        }
        case LEAVE -> {
          adapter.leave(member, step.rooms);
          model.computeIfPresent(member.sid(), (sid, rooms) -> minus(rooms, step.rooms, sid));
        }
        case BROADCAST -> {
          String text = "packet " + i;
          adapter.broadcast(new Event("/", null, text, List.of()), options);
          meant.forEach(sid -> expected.computeIfAbsent(sid, _ -> new ArrayList<>()).add(text));
        }
        case SOCKETS_JOIN -> {
          adapter.socketsJoin(options, step.except);
          meant.forEach(sid -> model.compute(sid, (_, rooms) -> plus(rooms, step.except)));
        }
        case SOCKETS_LEAVE -> {
          adapter.socketsLeave(options, step.rooms);
          meant.forEach(sid -> model.compute(sid, (_, rooms) -> minus(rooms, step.rooms, sid)));
        }
        case DISCONNECT -> {
          adapter.disconnectSockets(options, false);
          meant.forEach(
              sid -> expected.computeIfAbsent(sid, _ -> new ArrayList<>()).add("disconnect false"));
        }
        case SOCKETS -> {
          answers.add(adapter.sockets(step.rooms));
          expectedAnswers.add(meant(model, step.rooms, Set.of()));
        }
        case DRAIN -> shards.get(step.member % SHARDS).drain();
      }
    }
    shards.forEach(QueuedShard::drain);
    members.forEach(m -> assertThat(m.received).as(m.sid()).isEqualTo(expected.get(m.sid())));
    assertThat(answers.stream().map(answer -> answer.toCompletableFuture().join()))
        .containsExactlyElementsOf(expectedAnswers);
    assertThat(snapshots(adapter, shards)).isEqualTo(model);
  }

  private static Map<String, Set<String>> snapshots(
      InMemoryAdapter<String> adapter, List<QueuedShard> shards) {
    CompletionStage<List<MemberSnapshot>> stage = adapter.fetchSockets(BroadcastOptions.ALL);
    shards.forEach(QueuedShard::drain);
    Map<String, Set<String>> rooms = new LinkedHashMap<>();
    stage.toCompletableFuture().join().forEach(m -> rooms.put(m.sid(), m.rooms()));
    return rooms;
  }

  private static Set<String> meant(
      Map<String, Set<String>> model, Set<String> rooms, Set<String> except) {
    Set<String> sids = new LinkedHashSet<>();
    model.forEach((sid, in) -> {
      if ((rooms.isEmpty() || in.stream().anyMatch(rooms::contains))
          && in.stream().noneMatch(except::contains)) {
        sids.add(sid);
      }
    });
    return sids;
  }

  private static Set<String> plus(Set<String> rooms, Set<String> more) {
    Set<String> all = new LinkedHashSet<>(rooms);
    all.addAll(more);
    return all;
  }

  private static Set<String> minus(Set<String> rooms, Set<String> gone, String own) {
    Set<String> rest = new LinkedHashSet<>(rooms);
    rest.removeIf(room -> gone.contains(room) && !room.equals(own));
    return rest;
  }

  @Provide
  Arbitrary<List<Step>> steps() {
    Arbitrary<Set<String>> rooms =
        Arbitraries.of("a", "b", "c", "m0", "m1", "m2").set().ofMaxSize(3);
    Arbitrary<Set<String>> few = Arbitraries.of("a", "b", "c", "m0", "m1", "m2").set().ofMaxSize(2);
    return Combinators.combine(
            Arbitraries.of(Call.class), Arbitraries.integers().between(0, MEMBERS - 1), rooms, few)
        .as(Step::new)
        .list()
        .ofMaxSize(60);
  }
}
