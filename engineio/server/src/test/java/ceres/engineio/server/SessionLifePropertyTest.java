package ceres.engineio.server;

import static org.assertj.core.api.Assertions.assertThat;

import ceres.engineio.server.SessionEffect.Deliver;
import ceres.engineio.server.SessionEffect.NotifyClosed;
import ceres.engineio.server.SessionEffect.Plain;
import ceres.engineio.server.SessionLife.Transition;
import ceres.engineio.server.SessionState.Closed;
import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** What holds for every life, whatever happens in it. */
class SessionLifePropertyTest {

  @Provide
  Arbitrary<List<SessionEvent>> events() {
    List<SessionEvent> all = new ArrayList<>(SessionLifeTest.EVENTS.values());
    // The events of an upgrade once more, so that many lives get as far as that.
    SessionLifeTest.EVENTS.forEach((name, event) -> {
      if (name.equals("CandidateOpened") || name.endsWith("d probe") || name.contains("pong")) {
        all.addAll(List.of(event, event, event, event));
      }
    });
    return Arbitraries.of(all).list().ofMaxSize(40);
  }

  private record Life(SessionState end, List<SessionEffect> effects) {}

  private static Life live(TransportName transport, List<SessionEvent> events) {
    SessionState state = SessionLife.begin(transport);
    List<SessionEffect> effects = new ArrayList<>();
    for (SessionEvent event : events) {
      Transition transition = SessionLife.on(state, event);
      effects.addAll(transition.effects());
      state = transition.state();
    }
    return new Life(state, effects);
  }

  @Property
  void it_ends_once_and_nothing_is_delivered_after(
      @ForAll TransportName transport, @ForAll("events") List<SessionEvent> events) {
    List<SessionEffect> effects = live(transport, events).effects();
    boolean ended = false;
    for (SessionEffect effect : effects) {
      if (effect instanceof NotifyClosed) {
        assertThat(ended).as("ended twice").isFalse();
        ended = true;
      } else if (ended) {
        assertThat(effect).isNotInstanceOf(Deliver.class);
        assertThat(effect).isNotIn(Plain.SEND_PING, Plain.AWAIT_PING, Plain.KEEP_CANDIDATE);
      }
    }
  }

  @Property
  void it_is_destroyed_once_when_closed_and_only_then(
      @ForAll TransportName transport, @ForAll("events") List<SessionEvent> events) {
    Life life = live(transport, events);
    assertThat(life.effects().stream().filter(Plain.DESTROY::equals).count())
        .isEqualTo(life.end() instanceof Closed ? 1 : 0);
    if (life.end() instanceof Closed) {
      assertThat(life.effects()).anyMatch(NotifyClosed.class::isInstance);
    }
  }

  @Property
  void the_loss_of_its_transport_always_closes_it(
      @ForAll TransportName transport, @ForAll("events") List<SessionEvent> events) {
    List<SessionEvent> all = new ArrayList<>(events);
    all.add(new SessionEvent.TransportGone(CloseReason.TRANSPORT_ERROR));
    Life life = live(transport, all);
    assertThat(life.end()).isInstanceOf(Closed.class);
    assertThat(life.effects()).containsOnlyOnce(Plain.DESTROY);
  }

  @Property
  void it_has_one_candidate_at_most_and_is_upgraded_once_at_most(
      @ForAll TransportName transport, @ForAll("events") List<SessionEvent> events) {
    boolean candidate = false;
    boolean adopted = transport == TransportName.WEBSOCKET;
    for (SessionEffect effect : live(transport, events).effects()) {
      if (!(effect instanceof Plain plain)) {
        continue;
      }
      switch (plain) {
        case KEEP_CANDIDATE -> {
          assertThat(candidate || adopted).as("kept a candidate it cannot use").isFalse();
          candidate = true;
        }
        case ANSWER_PROBE -> assertThat(candidate).isTrue();
        case ADOPT_CANDIDATE -> {
          assertThat(candidate).isTrue();
          candidate = false;
          adopted = true;
        }
        case DROP_CANDIDATE -> {
          assertThat(candidate).isTrue();
          candidate = false;
        }
        case CLOSE_BY_POLL -> assertThat(adopted).isFalse();
        case FLUSH -> assertThat(adopted).isTrue();
        default -> {
          // says nothing about candidates; DESTROY drops one by itself
        }
      }
    }
  }
}
