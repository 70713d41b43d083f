/** What survives when the database or the server fails. */
@NullMarked
package ceres.conformance.faults;

import org.jspecify.annotations.NullMarked;
