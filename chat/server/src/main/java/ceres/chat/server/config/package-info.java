/** The settings: one table, four sources, one validated {@link ChatServerConfig}. */
@NullMarked
package ceres.chat.server.config;

import org.jspecify.annotations.NullMarked;
