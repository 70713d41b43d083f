/** People who chat while everything fails around them, and the proof that nothing is lost. */
@NullMarked
package ceres.testing.soak;

import org.jspecify.annotations.NullMarked;
