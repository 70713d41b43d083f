package ceres.bench.load;

import java.util.Arrays;

/**
 * Who is in which room. Immutable by not being written to.
 *
 * @param clients how many connections there are; some may be in no room
 * @param users how many persons they belong to, in turn
 * @param members by room, the numbers of its clients
 */
@SuppressWarnings("ArrayRecordComponent")
public record Seating(int clients, int users, int[][] members) {
  /** All rooms get as many members as the others; each client is one person in one room. */
  public static Seating dealt(int clients, int rooms) {
    int[][] members = new int[rooms][];
    for (int room = 0; room < rooms; room++) {
      int[] some = new int[(clients - room + rooms - 1) / rooms];
      for (int i = 0; i < some.length; i++) {
        some[i] = room + i * rooms;
      }
      members[room] = some;
    }
    return new Seating(clients, clients, members);
  }

  /** Rooms of two different clients each, which are in many of them. */
  public static Seating pairs(int clients, int rooms) {
    int[][] members = new int[rooms][];
    for (int room = 0; room < rooms; room++) {
      int first = room % clients;
      int apart = 1 + room / clients % (clients - 1);
      members[room] = new int[] {first, (first + apart) % clients};
    }
    return new Seating(clients, clients, members);
  }

  /** The same, with fewer persons: who is in a room with many of a person's windows. */
  public Seating ofUsers(int fewer) {
    return new Seating(clients, Math.min(clients, fewer), members);
  }

  /** How many memberships there are. */
  int joins() {
    return Arrays.stream(members).mapToInt(some -> some.length).sum();
  }
}
