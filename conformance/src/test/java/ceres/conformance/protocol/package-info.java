/**
 * The two protocols, rule by rule, from outside: raw bytes to servers that are made of the
 * libraries' public API alone. {@link ceres.conformance.protocol.Rules} is the list.
 */
@NullMarked
package ceres.conformance.protocol;

import org.jspecify.annotations.NullMarked;
