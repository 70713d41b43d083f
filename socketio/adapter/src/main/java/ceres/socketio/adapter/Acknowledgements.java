package ceres.socketio.adapter;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What came back from a broadcast that is to be acknowledged. <em>Immutable</em>.
 *
 * @param expected how many members were reached
 * @param answers the arguments of each acknowledgement that came in time, in the order they came
 */
public record Acknowledgements(int expected, List<List<@Nullable Object>> answers) {
  /** Of nobody. */
  public static final Acknowledgements NONE = new Acknowledgements(0, List.of());

  // Written out because javac leaves the inner @Nullable out of a compact constructor.

  /** Keeps its own list. */
  public Acknowledgements(int expected, List<List<@Nullable Object>> answers) {
    this.expected = expected;
    this.answers = Collections.unmodifiableList(new ArrayList<>(answers));
  }

  /** These and those of other members. */
  public Acknowledgements plus(Acknowledgements others) {
    List<List<@Nullable Object>> all = new ArrayList<>(answers);
    all.addAll(others.answers);
    return new Acknowledgements(expected + others.expected, all);
  }
}
