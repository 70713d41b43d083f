/** Clients for tests, which show what is on the wire and may break every rule. */
@NullMarked
package ceres.testing.wire;

import org.jspecify.annotations.NullMarked;
