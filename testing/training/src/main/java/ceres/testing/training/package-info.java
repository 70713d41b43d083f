/** Exercises a server that was built, so that later ones start with what the JVM has learned. */
@org.jspecify.annotations.NullMarked
package ceres.testing.training;
