/** The command line: {@code run}, {@code token}, {@code --help}, {@code --version}. */
@NullMarked
package ceres.chat.server.cli;

import org.jspecify.annotations.NullMarked;
