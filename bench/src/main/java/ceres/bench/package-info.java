/** The command line of {@code bench/run}. */
@NullMarked
package ceres.bench;

import org.jspecify.annotations.NullMarked;
