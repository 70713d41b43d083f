/** What an attacker may do to a server, each thing while others chat there and notice nothing. */
@NullMarked
package ceres.conformance.attacks;

import org.jspecify.annotations.NullMarked;
