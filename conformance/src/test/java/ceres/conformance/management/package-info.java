/** The management address, as a monitor and an operator see it. */
@NullMarked
package ceres.conformance.management;

import org.jspecify.annotations.NullMarked;
