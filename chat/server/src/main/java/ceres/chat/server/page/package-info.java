/** The page to chat on: its files, what it is to know first, and signing in for a trial. */
@NullMarked
package ceres.chat.server.page;

import org.jspecify.annotations.NullMarked;
