/** What protects clients and the server where nobody does anything wrong yet: TLS, and headers. */
@NullMarked
package ceres.conformance.hardening;

import org.jspecify.annotations.NullMarked;
