/** A server of the library alone, for clients in other languages. */
@NullMarked
package ceres.conformance.library;

import org.jspecify.annotations.NullMarked;
