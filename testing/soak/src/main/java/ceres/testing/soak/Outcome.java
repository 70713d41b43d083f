package ceres.testing.soak;

import ceres.testing.soak.check.Violation;
import ceres.testing.soak.people.Figures;
import java.nio.file.Path;
import java.util.List;

/**
 * What came of a run. Immutable.
 *
 * @param violations what did not hold; empty if all is well
 * @param figures what people did
 * @param samples how the server was
 * @param ledger what happened, line by line
 */
public record Outcome(
    List<Violation> violations, Figures figures, List<Samples.Sample> samples, Path ledger) {}
