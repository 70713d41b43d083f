package ceres.testing.soak.check;

import org.jspecify.annotations.Nullable;

/**
 * What seems to be wrong, before there is evidence. Immutable.
 *
 * @param sentence what is wrong
 * @param text of the message that it is about; null: none
 * @param who whose view it is about; null: nobody's in particular
 * @param room which room it is about; null: none in particular
 * @param from the line at which it began
 * @param to the line at which it was over
 */
record Suspicion(
    Rule rule,
    String sentence,
    @Nullable String text,
    @Nullable String who,
    @Nullable String room,
    long from,
    long to) {}
