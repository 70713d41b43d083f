/** What the chat server answers to HTTP requests besides Socket.IO's: files that were packed. */
@NullMarked
package ceres.chat.server.http;

import org.jspecify.annotations.NullMarked;
