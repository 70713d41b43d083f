/** The rules of the chat: rooms, messages, typing and presence, and the ports they need. */
@NullMarked
package ceres.chat.core;

import org.jspecify.annotations.NullMarked;
