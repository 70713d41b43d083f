package ceres.chat.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import ceres.chat.core.Message;
import ceres.chat.core.MessageLog.Duplicate;
import ceres.chat.core.MessageLog.NotSaved;
import ceres.chat.core.MessageLog.Outcome;
import ceres.chat.core.MessageLog.Saved;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import org.awaitility.Awaitility;

/** Collects outcomes in the order they are told. Thread-safe by a copying list. */
final class Outcomes {
  private final List<Outcome> told = new CopyOnWriteArrayList<>();

  Consumer<Outcome> consumer() {
    return told::add;
  }

  List<Outcome> await(int count) {
    return await(count, Duration.ofSeconds(20));
  }

  List<Outcome> await(int count, Duration limit) {
    Awaitility.await()
        .atMost(limit)
        .pollInterval(Duration.ofMillis(5))
        .untilAsserted(() -> assertThat(told).hasSizeGreaterThanOrEqualTo(count));
    assertThat(told).hasSize(count);
    return List.copyOf(told);
  }

  List<Message> saved() {
    return told.stream()
        .filter(Saved.class::isInstance)
        .map(outcome -> ((Saved) outcome).message())
        .toList();
  }

  List<Message> duplicates() {
    return told.stream()
        .filter(Duplicate.class::isInstance)
        .map(outcome -> ((Duplicate) outcome).first())
        .toList();
  }

  long notSaved() {
    return told.stream().filter(NotSaved.class::isInstance).count();
  }
}
