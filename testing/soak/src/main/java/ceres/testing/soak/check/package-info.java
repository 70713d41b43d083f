/** What must hold for a ledger, and the search for what does not. */
@NullMarked
package ceres.testing.soak.check;

import org.jspecify.annotations.NullMarked;
