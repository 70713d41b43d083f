package ceres.testing.soak.check;

import java.util.Map;
import java.util.UUID;
import java.util.function.Consumer;

/**
 * Compares what was said of messages with what is stored. Confined to its {@link Checker}.
 *
 * @param rows by room
 * @param found gets what is wrong
 */
record Reckoning(Sendings sendings, Map<String, RoomRows> rows, Consumer<Suspicion> found) {
  void run() {
    sendings.all().forEach(this::check);
  }

  private void check(Sending sending) {
    UUID lost = sending.lost();
    if (lost != null) {
      String how = sending.isAcknowledged() ? "acknowledged" : "shown";
      suspect(Rule.LOST, sending, "was " + how + " as " + lost + ", and that is not stored");
    }
    if (sending.stored().size() > 1) {
      suspect(Rule.STORED_TWICE, sending, "is stored as " + sending.stored());
    }
  }

  private void suspect(Rule rule, Sending sending, String what) {
    String sentence = "\"" + sending.text() + "\" in " + sending.room() + " " + what;
    found.accept(new Suspicion(rule, sentence, sending.text(), null, sending.room(), 0, 0));
  }
}
