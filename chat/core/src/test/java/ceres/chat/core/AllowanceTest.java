package ceres.chat.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.time.Duration;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/** How much a user may do, with time in the test's hand. */
class AllowanceTest {
  private final World world = new World(ChatConfig.DEFAULTS.withLimits(ChatLimits.DEFAULTS));

  /** How many of so many attempts pass. */
  private static int passing(Connection connection, Action action, int attempts) {
    int passed = 0;
    for (int i = 0; i < attempts; i++) {
      try {
        connection.spend(action);
        passed++;
      } catch (ChatException refused) {
        assertThat(refused.code()).isEqualTo(ErrorCode.RATE_LIMITED);
      }
    }
    return passed;
  }

  private static long retryAfter(Connection connection, Action action) {
    return Objects.requireNonNull(
            catchThrowableOfType(ChatException.class, () -> connection.spend(action)))
        .retryAfterMillis();
  }

  @Test
  void a_persons_burst_of_100_messages_passes_and_a_flood_of_3000_does_not() {
    Connection ada = world.connect("Ada");
    assertThat(passing(ada, Action.MESSAGE, 100)).isEqualTo(100);
    Connection mallory = world.connect("Mallory");
    assertThat(passing(mallory, Action.MESSAGE, 3_000)).isEqualTo(500);
  }

  @Test
  void who_is_refused_is_told_when_to_try_again_and_may_then() {
    Connection ada = world.connect("Ada");
    passing(ada, Action.MESSAGE, 500);
    assertThat(retryAfter(ada, Action.MESSAGE)).isEqualTo(20);
    world.time.advance(Duration.ofMillis(19));
    assertThat(retryAfter(ada, Action.MESSAGE)).isEqualTo(1);
    world.time.advance(Duration.ofMillis(1));
    ada.spend(Action.MESSAGE);
    assertThat(retryAfter(ada, Action.MESSAGE)).isEqualTo(20);
  }

  @Test
  void in_the_long_run_it_is_50_messages_a_second() {
    Connection ada = world.connect("Ada");
    int passed = 0;
    for (int second = 0; second < 60; second++) {
      passed += passing(ada, Action.MESSAGE, 1_000);
      world.time.advance(Duration.ofSeconds(1));
    }
    assertThat(passed).isEqualTo(500 + 59 * 50);
  }

  @Test
  void each_kind_of_action_has_a_rate_of_its_own() {
    Connection ada = world.connect("Ada");
    assertThat(passing(ada, Action.MESSAGE, 1_000)).isEqualTo(500);
    assertThat(passing(ada, Action.TYPING, 1_000)).isEqualTo(100);
    assertThat(passing(ada, Action.JOIN, 1_000)).isEqualTo(400);
    assertThat(passing(ada, Action.OTHER, 1_000)).isEqualTo(500);
  }

  @Test
  void a_user_has_it_on_all_connections_together_and_nobody_elses() {
    Connection tab = world.connect("Ada");
    Connection phone = world.connect("Ada");
    assertThat(passing(tab, Action.MESSAGE, 300)).isEqualTo(300);
    assertThat(passing(phone, Action.MESSAGE, 300)).isEqualTo(200);
    assertThat(passing(world.connect("Bob"), Action.MESSAGE, 300)).isEqualTo(300);
  }

  @Test
  void who_leaves_and_comes_back_has_no_more_than_before() {
    Connection ada = world.connect("Ada");
    passing(ada, Action.MESSAGE, 500);
    ada.closed(true);
    world.time.advance(Duration.ofSeconds(1));
    assertThat(passing(world.connect("Ada"), Action.MESSAGE, 500)).isEqualTo(50);
  }

  @Test
  void users_that_are_gone_are_forgotten_when_they_could_do_everything_again() {
    Connection ada = world.connect("Ada");
    world.chat.admit(World.user("Bob").id());
    passing(ada, Action.MESSAGE, 500);
    ada.closed(true);
    ada.closed(true);
    assertThat(world.chat.countedUsers()).isEqualTo(2);
    world.time.advance(Duration.ofSeconds(60));
    assertThat(world.chat.countedUsers()).isZero();
    assertThat(world.time.waiting()).isZero();
  }

  @Test
  void who_is_there_is_not_forgotten() {
    Connection ada = world.connect("Ada");
    world.connect("Ada").closed(true);
    world.time.advance(Duration.ofHours(1));
    assertThat(world.chat.countedUsers()).isEqualTo(1);
    ada.closed(true);
    world.time.advance(Duration.ofHours(1));
    assertThat(world.chat.countedUsers()).isZero();
  }

  @Test
  void a_clock_that_jumps_neither_keeps_anybody_waiting_nor_gives_anything_away() {
    Connection ada = world.connect("Ada");
    for (Duration jump : List.of(Duration.ofHours(-1), Duration.ofHours(1))) {
      passing(ada, Action.MESSAGE, 500);
      world.time.jump(jump);
      assertThat(retryAfter(ada, Action.MESSAGE)).isEqualTo(20);
      world.time.advance(Duration.ofMillis(20));
      ada.spend(Action.MESSAGE);
    }
  }

  @Test
  void a_user_may_have_100_connections() {
    for (int i = 0; i < 100; i++) {
      world.chat.admit(World.user("Ada").id());
      world.connect("Ada");
    }
    assertThatThrownBy(() -> world.chat.admit(World.user("Ada").id()))
        .isInstanceOf(ChatException.class)
        .extracting(refusal -> ((ChatException) refusal).code())
        .isEqualTo(ErrorCode.TOO_MANY_CONNECTIONS);
    world.chat.admit(World.user("Bob").id());
  }

  @Test
  void a_user_may_connect_so_often() {
    for (int i = 0; i < 200; i++) {
      world.chat.admit(World.user("Ada").id());
      world.connect("Ada").closed(true);
    }
    assertThatThrownBy(() -> world.chat.admit(World.user("Ada").id()))
        .isInstanceOf(ChatException.class)
        .extracting(refusal -> ((ChatException) refusal).retryAfterMillis())
        .isEqualTo(100L);
  }

  @Test
  void without_limits_nobody_is_counted() {
    World free = new World();
    Connection ada = free.connect("Ada");
    free.chat.admit(World.user("Ada").id());
    assertThat(passing(ada, Action.MESSAGE, 10_000)).isEqualTo(10_000);
    assertThat(free.chat.countedUsers()).isZero();
  }
}
