package ceres.conformance.faults;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import ceres.conformance.support.ChatClient;
import ceres.conformance.support.Management;
import ceres.conformance.support.ServerProcess;
import ceres.conformance.support.TestDatabase;
import ceres.conformance.support.Tokens;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** A server that may open few files, and so have few connections. */
@EnabledOnOs(OS.LINUX)
@Execution(ExecutionMode.CONCURRENT)
class FilesRunOutTest {
  private static final Pattern ROOM =
      Pattern.compile("The limit of open files, 400, leaves room for (\\d+) connections");
  private static final String REQUEST =
      "GET /socket.io/?EIO=4&transport=polling HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n";

  private static ServerProcess start() {
    return ServerProcess.start(
        Map.of("DATABASE_URL", TestDatabase.create().url(), "REQUEST_TIMEOUT", "0"),
        60,
        List.of("bash", "-c", "ulimit -n 400; exec \"$@\"", "bash"),
        List.of());
  }

  private static ChatClient connect(ServerProcess server, String name) {
    return ChatClient.connect(server.port(), Tokens.of(name));
  }

  private static void assertThatTheyChat(ChatClient ada, ChatClient bob, String content) {
    assertThat(
            ada.call("send_message", Map.of("roomId", "general", "content", content))
                .path("status")
                .asString())
        .isEqualTo("ok");
    assertThat(bob.next("new_message").get("content").asString()).isEqualTo(content);
  }

  private static String firstLine(Socket socket) throws IOException {
    socket.setSoTimeout(10_000);
    socket.getOutputStream().write(REQUEST.getBytes(US_ASCII));
    byte[] line = socket.getInputStream().readNBytes(12);
    return new String(line, US_ASCII);
  }

  @Test
  @Execution(ExecutionMode.SAME_THREAD)
  void clients_get_what_there_is_room_for_and_the_others_are_told_so() throws Exception {
    List<Socket> idle = new ArrayList<>();
    try (ServerProcess server = start();
        ChatClient ada = connect(server, "Ada").join("general");
        ChatClient bob = connect(server, "Bob").join("general")) {
      Matcher said = ROOM.matcher(String.join("\n", server.lines()));
      assertThat(said.find()).as(server.lines().toString()).isTrue();
      int room = Integer.parseInt(said.group(1));
      for (int i = 2; i < room; i++) {
        idle.add(new Socket(InetAddress.getLoopbackAddress(), server.port()));
      }
      await().until(() -> server.management().metric("ceres_connections") == room);
      try (Socket oneMore = new Socket(InetAddress.getLoopbackAddress(), server.port())) {
        assertThat(firstLine(oneMore)).isEqualTo("HTTP/1.1 503");
      }
      for (int i = 0; i < 100; i++) {
        idle.add(new Socket(InetAddress.getLoopbackAddress(), server.port()));
      }
      assertThatTheyChat(ada, bob, "in a full house");
      ada.join("another room");
      Management management = server.management();
      assertThat(management.get("/readyz").status()).isEqualTo(200);
      assertThat(management.metric("process_files_open_files")).isLessThan(400);
      for (Socket socket : idle) {
        socket.close();
      }
      await().until(() -> management.metric("ceres_connections") == 2);
      connect(server, "Cy").close();
      assertThat(server.lines()).noneMatch(line -> line.contains(" WARN "));
    }
  }

  /** As when something else in the process, or its limit, is not what it was at the start. */
  @Test
  @Execution(ExecutionMode.SAME_THREAD)
  void without_any_file_left_who_is_connected_chats_on_and_others_get_in_later() throws Exception {
    List<Socket> waiting = new ArrayList<>();
    try (ServerProcess server = start();
        ChatClient ada = connect(server, "Ada").join("general");
        ChatClient bob = connect(server, "Bob").join("general")) {
      Management management = server.management();
      assertThat(management.get("/readyz").status()).isEqualTo(200);
      assertThatTheyChat(ada, bob, "before");
      limit(server.handle(), open(server.handle()));
      int lines = server.lines().size();
      for (int i = 0; i < 20; i++) {
        waiting.add(new Socket(InetAddress.getLoopbackAddress(), server.port()));
      }
      await()
          .until(() ->
              server.lines().stream()
                  .anyMatch(line -> line.contains("Connections cannot be accepted")));
      Duration before = cpu(server.handle());
      TimeUnit.SECONDS.sleep(2);
      assertThat(cpu(server.handle()).minus(before)).isLessThan(Duration.ofSeconds(1));
      assertThatTheyChat(ada, bob, "while others wait");
      assertThat(server.lines()).hasSizeLessThanOrEqualTo(lines + 3);
      assertThat(management.metric("ceres_not_accepted_total")).isBetween(1.0, 20.0);
      limit(server.handle(), 400);
      assertThat(firstLine(waiting.getFirst())).isEqualTo("HTTP/1.1 200");
      connect(server, "Cy").close();
      for (Socket socket : waiting) {
        socket.close();
      }
    }
  }

  private static long open(ProcessHandle process) throws IOException {
    try (Stream<Path> files = Files.list(Path.of("/proc/" + process.pid() + "/fd"))) {
      return files.count();
    }
  }

  private static void limit(ProcessHandle process, long files) throws Exception {
    Process prlimit =
        new ProcessBuilder("prlimit", "--pid=" + process.pid(), "--nofile=" + files + ":400")
            .inheritIO()
            .start();
    assertThat(prlimit.waitFor(10, TimeUnit.SECONDS)).isTrue();
    assertThat(prlimit.exitValue()).isZero();
  }

  private static Duration cpu(ProcessHandle process) {
    return process.info().totalCpuDuration().orElseThrow();
  }
}
