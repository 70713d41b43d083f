/**
 * What the parts of the server count, as Prometheus reads it. The only place that knows Micrometer.
 */
@NullMarked
package ceres.chat.server.metrics;

import org.jspecify.annotations.NullMarked;
