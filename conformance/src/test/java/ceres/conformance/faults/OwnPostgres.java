package ceres.conformance.faults;

import ceres.conformance.support.TestDatabase;
import ceres.testing.soak.world.PostgresProcess;
import java.io.IOException;
import java.nio.file.Path;

/** A PostgreSQL that a test may crash, freeze and start again on the same port. */
final class OwnPostgres extends PostgresProcess {
  OwnPostgres(Path directory) throws IOException {
    super(directory);
  }

  TestDatabase database() {
    return TestDatabase.at(address());
  }
}
