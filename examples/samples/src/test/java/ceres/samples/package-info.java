/** The Java samples of the papers, from "sample" to "end", each in the test that runs it. */
@NullMarked
package ceres.samples;

import org.jspecify.annotations.NullMarked;
