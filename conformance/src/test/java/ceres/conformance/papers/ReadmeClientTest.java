package ceres.conformance.papers;

import static org.assertj.core.api.Assertions.assertThat;

import ceres.conformance.support.ChatClient;
import ceres.conformance.support.Project;
import ceres.conformance.support.TestServer;
import ceres.conformance.support.Tokens;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The README's client in Java does what the README says: word for word, but for the port. */
class ReadmeClientTest {
  private static final Pattern JAVA = Pattern.compile("```java\n(.*?)```", Pattern.DOTALL);
  private static final String ADDRESS = "http://localhost:4000";

  @Test
  void the_client_joins_sends_and_prints_what_came_back(@TempDir Path folder) throws Exception {
    Matcher block = JAVA.matcher(Project.read("README.md"));
    assertThat(block.find()).isTrue();
    String program = block.group(1);
    assertThat(program).containsOnlyOnce(ADDRESS);
    try (TestServer server = TestServer.start();
        ChatClient bob = server.connect("Bob")) {
      bob.join("asteroid-2465633");
      Path source = folder.resolve("Hello.java");
      Files.writeString(source, program.replace(ADDRESS, "http://localhost:" + server.port()));
      Path output = folder.resolve("output");
      ProcessBuilder java =
          new ProcessBuilder(
                  Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                  "-cp",
                  System.getProperty("java.class.path"),
                  source.toString())
              .redirectErrorStream(true)
              .redirectOutput(output.toFile());
      java.environment().put("TOKEN", Tokens.of("Ada"));
      Process process = java.start();
      try {
        assertThat(process.waitFor(90, TimeUnit.SECONDS)).isTrue();
        assertThat(Files.readString(output))
            .contains("\"content\":\"Hello from Java\"")
            .contains("\"name\":\"Ada\"");
        assertThat(process.exitValue()).isZero();
        assertThat(bob.next("new_message").get("content").asString()).isEqualTo("Hello from Java");
      } finally {
        process.destroyForcibly();
      }
    }
  }
}
