/** Checks by raw bytes: what no well-behaved client would send. */
@NullMarked
package ceres.conformance.wire;

import org.jspecify.annotations.NullMarked;
