package ceres.conformance.wire;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Something that an unauthenticated or refused client may try. In what it sends, {@code $room} is a
 * room in which somebody listens, {@code $mallory} a good token that is never given as one, {@code
 * $eve} one that is.
 *
 * @param query goes behind the documented query
 * @param headers of the request that opens the session
 */
record Attack(String name, String query, Map<String, String> headers, List<Step> steps) {

  /** One thing that the attacker does, or that must happen to it. */
  sealed interface Step {
    /** Packets in one write. */
    record Sends(List<String> packets) implements Step {}

    /** Exactly this is answered. */
    record Gets(String packet) implements Step {}

    /** The answer begins so. */
    record GetsSid() implements Step {}

    /** The session is over, and nothing else was sent. */
    record Ends() implements Step {}
  }

  static Attack attack(String name) {
    return new Attack(name, "", Map.of(), List.of());
  }

  Attack query(String more) {
    return new Attack(name, more, headers, steps);
  }

  Attack header(String header, String value) {
    return new Attack(name, query, Map.of(header, value), steps);
  }

  Attack sends(String... packets) {
    return with(new Step.Sends(List.of(packets)));
  }

  Attack gets(String packet) {
    return with(new Step.Gets(packet));
  }

  /** The CONNECT before this is accepted. */
  Attack getsIn() {
    return with(new Step.GetsSid());
  }

  Attack ends() {
    return with(new Step.Ends());
  }

  private Attack with(Step step) {
    List<Step> more = new ArrayList<>(steps);
    more.add(step);
    return new Attack(name, query, headers, List.copyOf(more));
  }

  @Override
  public String toString() {
    return name;
  }
}
