/** What benchmarks of the hot pieces gave, then and now. */
@NullMarked
package ceres.bench.micro;

import org.jspecify.annotations.NullMarked;
