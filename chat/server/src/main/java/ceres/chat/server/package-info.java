/** The chat server: events to use cases, tokens, configuration, {@code Main}. */
@NullMarked
package ceres.chat.server;

import org.jspecify.annotations.NullMarked;
