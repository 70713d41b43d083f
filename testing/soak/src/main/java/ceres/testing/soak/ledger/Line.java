package ceres.testing.soak.ledger;

/**
 * An entry in its place. Immutable.
 *
 * @param number 1 for the first of the ledger
 * @param entry what happened
 */
public record Line(long number, Entry entry) {}
