/**
 * Inputs that nobody thought of, for the libraries; {@code docs/fuzzing.md} has what came of it.
 */
@NullMarked
package ceres.testing.fuzz;

import org.jspecify.annotations.NullMarked;
