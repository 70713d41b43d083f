/** The management address: health, readiness, metrics, and what operators see and do. */
@NullMarked
package ceres.chat.server.management;

import org.jspecify.annotations.NullMarked;
