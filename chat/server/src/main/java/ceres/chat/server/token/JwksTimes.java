package ceres.chat.server.token;

import java.time.Duration;

/**
 * How a JWK Set is cached.
 *
 * @param timeToLive how long a set is used before it is fetched again
 * @param refreshAhead how long before that a fetch in the background begins
 * @param fetchInterval within it, at most two fetches are made for tokens with unknown keys
 * @param outage how long the last set is used while no new one can be had
 * @param fetchTimeout the longest a fetch may take, from the first byte to the last
 */
record JwksTimes(
    Duration timeToLive,
    Duration refreshAhead,
    Duration fetchInterval,
    Duration outage,
    Duration fetchTimeout) {

  static final JwksTimes DEFAULT =
      new JwksTimes(
          Duration.ofMinutes(5),
          Duration.ofMinutes(1),
          Duration.ofSeconds(10),
          Duration.ofHours(4),
          Duration.ofSeconds(5));
}
