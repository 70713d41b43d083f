/** Exercises a server that was built, so that later ones start with what the JVM has learned. */
@NullMarked
package ceres.testing.training;

import org.jspecify.annotations.NullMarked;
