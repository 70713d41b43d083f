/** The servers that are measured, the database they use, and what both cost the machine. */
@NullMarked
package ceres.bench.server;

import org.jspecify.annotations.NullMarked;
