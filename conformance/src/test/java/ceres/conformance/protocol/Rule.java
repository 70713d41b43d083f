package ceres.conformance.protocol;

import ceres.testing.wire.Transport;
import java.util.List;

/**
 * Something that is always so on the wire. Immutable.
 *
 * @param name of the test that shows it
 * @param on the transports that it is about; it is shown once on each
 * @param source where it is written down, for example a section of a protocol's README
 * @param sentence what is so
 */
record Rule(String name, On on, String source, String sentence) {

  /** The transports that a rule is about. */
  enum On {
    BOTH,
    POLLING,
    WEBSOCKET
  }

  List<Transport> transports() {
    return switch (on) {
      case BOTH -> List.of(Transport.values());
      case POLLING -> List.of(Transport.POLLING);
      case WEBSOCKET -> List.of(Transport.WEBSOCKET);
    };
  }
}
