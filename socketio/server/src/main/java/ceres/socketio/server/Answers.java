package ceres.socketio.server;

import ceres.socketio.adapter.Acknowledgements;
import java.util.List;

/**
 * What came back from everyone who was asked. Immutable.
 *
 * @param all the answers that came in time, in the order they came
 * @param missing how many were asked and did not answer in time, or left
 */
public record Answers(List<Answer> all, int missing) {
  /** Keeps its own list. */
  public Answers {
    all = List.copyOf(all);
  }

  static Answers of(Acknowledgements acknowledgements) {
    List<Answer> answers = acknowledgements.answers().stream().map(Answer::new).toList();
    return new Answers(answers, acknowledgements.expected() - answers.size());
  }

  /** Whether everyone answered. */
  public boolean areComplete() {
    return missing == 0;
  }
}
