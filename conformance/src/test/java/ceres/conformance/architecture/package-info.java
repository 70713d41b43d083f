/** What holds for the code of all modules, and for the papers that speak of it. */
@NullMarked
package ceres.conformance.architecture;

import org.jspecify.annotations.NullMarked;
