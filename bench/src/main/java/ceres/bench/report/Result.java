package ceres.bench.report;

import ceres.bench.scenario.Experiment;
import ceres.bench.scenario.Figures;
import org.jspecify.annotations.Nullable;

/**
 * One measurement. Immutable.
 *
 * @param size of a curve; 0 for a scenario
 * @param run from 1
 * @param figures null if it failed
 * @param failure why it failed, as a sentence
 */
public record Result(
    Experiment experiment,
    String server,
    int size,
    int run,
    @Nullable Figures figures,
    @Nullable String failure) {}
