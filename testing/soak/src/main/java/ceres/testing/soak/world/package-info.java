/** The server, its database, and the networks between: all that can fail. */
@NullMarked
package ceres.testing.soak.world;

import org.jspecify.annotations.NullMarked;
