/**
 * A load generator for a Socket.IO v4 chat: raw WebSocket on the JDK's selector, in one thread. It
 * knows nothing of any server's code, so that it is fair to all.
 */
@NullMarked
package ceres.bench.load;

import org.jspecify.annotations.NullMarked;
