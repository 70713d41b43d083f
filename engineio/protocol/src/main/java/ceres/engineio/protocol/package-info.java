/** Engine.IO 4 packets and their codecs. Pure: no clock, thread or I/O. */
@NullMarked
package ceres.engineio.protocol;

import org.jspecify.annotations.NullMarked;
