/** What the checks share: a database, a server, and a client that shows every packet. */
@NullMarked
package ceres.conformance.support;

import org.jspecify.annotations.NullMarked;
