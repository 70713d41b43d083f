package ceres.testing.soak.check;

import java.util.Comparator;
import java.util.UUID;

/** Ids of messages: UUIDs of version 7, which sort by time as unsigned bytes do. */
final class Ids {
  static final Comparator<UUID> ORDER =
      (one, other) -> {
        int high =
            Long.compareUnsigned(one.getMostSignificantBits(), other.getMostSignificantBits());
        return high != 0
            ? high
            : Long.compareUnsigned(one.getLeastSignificantBits(), other.getLeastSignificantBits());
      };

  private Ids() {}

  static boolean isAfter(UUID one, UUID other) {
    return ORDER.compare(one, other) > 0;
  }

  /** A number by whose sum sets of ids can be compared. */
  static long hash(UUID id) {
    long mixed = id.getMostSignificantBits() * 0x9e3779b97f4a7c15L ^ id.getLeastSignificantBits();
    mixed = (mixed ^ (mixed >>> 33)) * 0xff51afd7ed558ccdL;
    mixed = (mixed ^ (mixed >>> 33)) * 0xc4ceb9fe1a85ec53L;
    return mixed ^ (mixed >>> 33);
  }
}
