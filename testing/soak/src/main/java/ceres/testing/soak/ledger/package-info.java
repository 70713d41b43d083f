/** What happened in a run, line by line. */
@NullMarked
package ceres.testing.soak.ledger;

import org.jspecify.annotations.NullMarked;
