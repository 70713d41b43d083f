/** What is measured: each scenario is a load and the figures that it gives. */
@NullMarked
package ceres.bench.scenario;

import org.jspecify.annotations.NullMarked;
