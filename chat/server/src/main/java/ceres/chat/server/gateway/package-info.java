/** Between Socket.IO's events and the use cases of the chat. */
@NullMarked
package ceres.chat.server.gateway;

import org.jspecify.annotations.NullMarked;
