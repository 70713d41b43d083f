/** The papers say what is so. */
@NullMarked
package ceres.conformance.papers;

import org.jspecify.annotations.NullMarked;
