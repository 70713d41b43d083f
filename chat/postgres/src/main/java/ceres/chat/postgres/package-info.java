/** The message log, the users and the migrations, in PostgreSQL. */
@NullMarked
package ceres.chat.postgres;

import org.jspecify.annotations.NullMarked;
