/** A page to draw on together. */
@NullMarked
package ceres.examples.whiteboard;

import org.jspecify.annotations.NullMarked;
