package ceres.testing.fuzz;

import ceres.engineio.server.EngineTargets;
import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;

/** What is fuzzed without a server, and what its inputs are made from. Immutable. */
@SuppressWarnings("ImmutableEnumChecker") // the targets have no state, and nobody writes into seeds
enum CodecTarget {
  ENGINE4(EngineTargets::engine4, Seeds.ENGINE4),
  ENGINE3(EngineTargets::engine3, Seeds.ENGINE3),
  FRAMES(EngineTargets::frames, Seeds.FRAMES),
  JSON(SocketTargets::json, Seeds.JSON),
  MSGPACK(SocketTargets::messagePack, Seeds.MSGPACK);

  private final Consumer<byte[]> target;
  private final List<byte[]> seeds;

  CodecTarget(Consumer<byte[]> target, List<byte[]> seeds) {
    this.target = target;
    this.seeds = seeds;
  }

  static CodecTarget of(String name) {
    return valueOf(name.toUpperCase(Locale.ROOT));
  }

  /** Its name in files and on the command line. */
  String text() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** Inputs that are taken as they are. */
  List<byte[]> seeds() {
    return seeds;
  }

  /** Tries one input; whatever it throws is a finding. */
  void accept(byte[] input) {
    target.accept(input);
  }
}
