/**
 * The chat's contract ({@code docs/contract.md}), row by row: each test is named after the row that
 * it proves, against the real server on a real PostgreSQL.
 */
@NullMarked
package ceres.conformance.contract;

import org.jspecify.annotations.NullMarked;
