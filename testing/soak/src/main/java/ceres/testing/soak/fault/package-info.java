/** What is done to the world, and when. */
@NullMarked
package ceres.testing.soak.fault;

import org.jspecify.annotations.NullMarked;
