package ceres.testing.soak.check;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.UUID;

/**
 * The stored messages of a room, in their order. Confined to its {@link Checker}.
 *
 * <p>They are sorted by id where they are looked for; that this is their order is checked when they
 * are read.
 */
final class RoomRows {
  private final List<UUID> ids = new ArrayList<>();
  private final List<Sending> sendings = new ArrayList<>();
  private long[] sums = {0};

  /** Adds the next one; false if it is not behind all others. */
  boolean add(UUID id, Sending sending) {
    int size = ids.size();
    if (size > 0 && !Ids.isAfter(id, ids.get(size - 1))) {
      return false;
    }
    ids.add(id);
    sendings.add(sending);
    if (sums.length < ids.size() + 1) {
      sums = java.util.Arrays.copyOf(sums, 2 * ids.size() + 1);
    }
    sums[ids.size()] = sums[ids.size() - 1] + Ids.hash(id);
    return true;
  }

  int size() {
    return ids.size();
  }

  UUID id(int index) {
    return ids.get(index);
  }

  Sending sending(int index) {
    return sendings.get(index);
  }

  /** The sum of the hashes of some of them. */
  long sum(int from, int to) {
    return sums[to] - sums[from];
  }

  boolean contains(UUID id) {
    return Collections.binarySearch(ids, id, Ids.ORDER) >= 0;
  }

  /** How many are before this id. */
  int indexOf(UUID id) {
    int found = Collections.binarySearch(ids, id, Ids.ORDER);
    return found < 0 ? -found - 1 : found;
  }

  /** How many are before this id, itself included. */
  int indexAfter(UUID id) {
    int found = Collections.binarySearch(ids, id, Ids.ORDER);
    return found < 0 ? -found - 1 : found + 1;
  }
}
