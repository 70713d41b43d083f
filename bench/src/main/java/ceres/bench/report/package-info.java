/** What is shown of the figures: a table, a file for programs, pictures. */
@NullMarked
package ceres.bench.report;

import org.jspecify.annotations.NullMarked;
