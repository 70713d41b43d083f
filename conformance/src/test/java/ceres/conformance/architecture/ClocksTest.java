package ceres.conformance.architecture;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.AccessTarget;
import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import java.time.Clock;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Date;
import java.util.Set;

/**
 * Who asks what time it is. The system's clock may jump, so only those do who show a time to
 * somebody, or compare it with one that somebody else wrote; whoever measures takes {@link
 * System#nanoTime}.
 */
@AnalyzeClasses(packages = "ceres", importOptions = DoNotIncludeTests.class)
final class ClocksTest {
  /** With what they need it for. */
  private static final Set<String> MAY_ASK =
      Set.of(
          "ceres.engineio.server.Tls", // whether a certificate has expired
          "ceres.socketio.server.ClientConnection", // the time of the handshake, for handlers
          "ceres.chat.postgres.Database", // createdAt and ids of messages
          "ceres.chat.server.gateway.ChatGateway", // timestamp of user_joined and user_left; exp
          "ceres.chat.server.token.TokenVerifier", // exp and nbf
          "ceres.chat.server.cli.TokenCommand", // exp of a token that is made
          "ceres.chat.server.ChatServer", // the same, of the page
          "ceres.chat.server.cli.BoundedLog"); // the time in a line of the log

  @ArchTest
  static final ArchRule only_who_shows_a_time_asks_the_clock =
      noClasses()
          .that(
              DescribedPredicate.describe(
                  "neither show a time nor measure others", ClocksTest::mayNot))
          .should()
          .accessTargetWhere(
              DescribedPredicate.describe("asks the system's clock", ClocksTest::asksTheClock));

  private ClocksTest() {}

  private static boolean mayNot(JavaClass type) {
    JavaClass outermost = type;
    while (outermost.getEnclosingClass().isPresent()) {
      outermost = outermost.getEnclosingClass().get();
    }
    return !MAY_ASK.contains(outermost.getName())
        && !type.getPackageName().startsWith("ceres.bench")
        && !type.getPackageName().startsWith("ceres.examples")
        && !type.getPackageName().startsWith("ceres.testing");
  }

  private static boolean asksTheClock(JavaAccess<?> access) {
    AccessTarget target = access.getTarget();
    JavaClass owner = target.getOwner();
    return (owner.isEquivalentTo(System.class) && target.getName().equals("currentTimeMillis"))
        || (owner.isEquivalentTo(Date.class) && target.getName().equals("<init>"))
        || (owner.isEquivalentTo(Clock.class) && target.getName().startsWith("system"))
        || (owner.isEquivalentTo(InstantSource.class) && target.getName().equals("system"))
        || (owner.getPackageName().equals(Instant.class.getPackageName())
            && target.getName().equals("now"));
  }
}
