/** The smallest server there is. */
@NullMarked
package ceres.examples.echo;

import org.jspecify.annotations.NullMarked;
