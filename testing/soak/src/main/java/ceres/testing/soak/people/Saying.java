package ceres.testing.soak.people;

import java.util.UUID;

/**
 * A message that somebody wants to say, until it is answered. Immutable.
 *
 * @param text which nobody else says
 * @param clientId the same in each attempt
 */
record Saying(String room, String text, UUID clientId) {}
