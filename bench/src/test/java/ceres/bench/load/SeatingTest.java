package ceres.bench.load;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class SeatingTest {
  @Test
  void clients_are_dealt_to_rooms_in_turn() {
    assertThat(Seating.dealt(5, 2).members()).isDeepEqualTo(new int[][] {{0, 2, 4}, {1, 3}});
  }

  @Test
  void a_pair_is_two_different_clients() {
    assertThat(Seating.pairs(3, 7).members())
        .isDeepEqualTo(new int[][] {{0, 1}, {1, 2}, {2, 0}, {0, 2}, {1, 0}, {2, 1}, {0, 1}});
  }

  @Test
  void a_thousand_clients_share_fifty_thousand_rooms_a_hundred_each() {
    int[] rooms = new int[1_000];
    for (int[] pair : Seating.pairs(1_000, 50_000).members()) {
      rooms[pair[0]]++;
      rooms[pair[1]]++;
    }
    assertThat(rooms).containsOnly(100);
  }
}
