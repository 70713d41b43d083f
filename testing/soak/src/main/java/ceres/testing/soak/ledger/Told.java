package ceres.testing.soak.ledger;

import java.util.UUID;

/**
 * A message as a history shows it. Immutable.
 *
 * @param id that the server gave it
 * @param text its content, by which its sender knows it
 */
public record Told(UUID id, String text) {}
