/** The clients of a run, who enter all they do and hear into the ledger. */
@NullMarked
package ceres.testing.soak.people;

import org.jspecify.annotations.NullMarked;
