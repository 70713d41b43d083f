package ceres.testing.soak.check;

import java.util.Comparator;
import java.util.List;
import java.util.function.Consumer;

/**
 * Compares what one person has seen of a room with what is stored. Confined to its {@link Checker}.
 *
 * @param found gets what the person has missed for good
 * @param doubtful gets the stretches that are not as the rows are
 */
record Coverage(
    View view, RoomRows rows, long lines, Consumer<Suspicion> found, Consumer<Stretch> doubtful) {
  void run() {
    for (Stretch stretch : view.stretches()) {
      int from = stretch.from(rows);
      int to = stretch.to(rows);
      if (stretch.count() != to - from || stretch.sum() != rows.sum(from, to)) {
        doubtful.accept(stretch);
      }
    }
    findHoles();
  }

  /** What no stretch reaches, from the first on: a gap inside of one is another matter. */
  private void findHoles() {
    List<Stretch> sorted =
        view.stretches().stream()
            .sorted(Comparator.comparingInt(stretch -> stretch.from(rows)))
            .toList();
    if (sorted.isEmpty()) {
      return;
    }
    int covered = sorted.getFirst().from(rows);
    for (Stretch stretch : sorted) {
      missed(covered, stretch.from(rows));
      covered = Math.max(covered, stretch.to(rows));
    }
    if (view.stay() != null) {
      missed(covered, rows.size());
    }
  }

  private void missed(int from, int to) {
    for (int i = from; i < to; i++) {
      String text = rows.sending(i).text();
      found.accept(
          new Suspicion(
              Rule.MISSED,
              view.who() + " never got \"" + text + "\" of " + view.room(),
              text,
              view.who(),
              view.room(),
              0,
              lines));
    }
  }
}
