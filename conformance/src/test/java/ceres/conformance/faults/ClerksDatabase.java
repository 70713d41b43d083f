package ceres.conformance.faults;

import ceres.chat.postgres.DatabaseAddress;
import ceres.conformance.support.TestDatabase;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A database that a server enters as a role of its own, which is nobody special, and in which
 * something can be wrong that others on the same PostgreSQL do not notice.
 */
final class ClerksDatabase {
  private static final AtomicInteger COUNT = new AtomicInteger();
  private static final String PASSWORD = "clerks-password";

  private final TestDatabase owners = TestDatabase.create();
  private final String role = "clerk" + COUNT.incrementAndGet();

  ClerksDatabase() {
    owners.execute("CREATE ROLE %s LOGIN PASSWORD '%s'".formatted(role, PASSWORD));
    owners.execute("ALTER DATABASE %s OWNER TO %s".formatted(name(), role));
  }

  /** As who may do everything. */
  TestDatabase owners() {
    return owners;
  }

  /** As the server enters it. */
  TestDatabase clerks() {
    DatabaseAddress address = owners.address();
    return TestDatabase.at(
        new DatabaseAddress(
            address.servers(), address.database(), role, PASSWORD, address.properties()));
  }

  private String name() {
    return owners.address().database();
  }

  void lockOut(boolean byPassword) {
    owners.execute(
        "ALTER ROLE " + role + (byPassword ? " PASSWORD 'another one'" : " CONNECTION LIMIT 0"));
    endSessions();
  }

  void letIn() {
    owners.execute("ALTER ROLE %s PASSWORD '%s' CONNECTION LIMIT -1".formatted(role, PASSWORD));
  }

  private void endSessions() {
    owners.query(
        "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE usename = '" + role + "'");
  }
}
