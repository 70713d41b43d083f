/** What docs/operations.md says about databases and issuers of tokens, tried as it is written. */
@NullMarked
package ceres.conformance.operations;

import org.jspecify.annotations.NullMarked;
