package ceres.conformance.papers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import ceres.conformance.support.ChatClient;
import ceres.conformance.support.Project;
import ceres.conformance.support.TestDatabase;
import ceres.conformance.support.TestServer;
import ceres.conformance.support.Tokens;
import java.lang.reflect.Method;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import javax.tools.ToolProvider;
import org.json.JSONObject;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The guide's client in Java, as it stands there, loses nothing and doubles nothing. */
class ClientGuideTest {
  private static final Pattern JAVA = Pattern.compile("```java\n(.*?)```", Pattern.DOTALL);
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  @TempDir private static Path folder;

  private static Class<?> client = Object.class;

  @BeforeAll
  static void compile() throws Exception {
    Matcher block = JAVA.matcher(Project.read("docs/clients.md"));
    assertThat(block.find()).isTrue();
    Path source = folder.resolve("CeresRoom.java");
    Files.writeString(source, block.group(1));
    int status =
        ToolProvider.getSystemJavaCompiler()
            .run(null, null, null, "--release", "11", "-Xlint:-options", source.toString());
    assertThat(status).isZero();
    URL[] classes = {folder.toUri().toURL()};
    client =
        new URLClassLoader(classes, ClientGuideTest.class.getClassLoader()).loadClass("CeresRoom");
  }

  /** What the guide's client has shown. */
  private static final class Guest implements AutoCloseable {
    private final Object room;
    private final List<JSONObject> problems = new CopyOnWriteArrayList<>();
    private volatile List<String> contents = List.of();

    Guest(int port, String roomId, Supplier<String> tokens) throws Exception {
      Consumer<List<JSONObject>> onChange =
          messages ->
              contents = messages.stream().map(message -> message.optString("content")).toList();
      Consumer<JSONObject> onProblem = problems::add;
      room =
          client.getConstructors()[0].newInstance(
              "http://127.0.0.1:" + port, roomId, tokens, onChange, onProblem);
    }

    void send(String content) throws Exception {
      Method send = client.getMethod("send", String.class);
      send.invoke(room, content);
    }

    void awaitContents(List<String> wanted) {
      await().atMost(PATIENCE).untilAsserted(() -> assertThat(contents).isEqualTo(wanted));
    }

    @Override
    public void close() throws ReflectiveOperationException {
      client.getMethod("close").invoke(room);
    }
  }

  private static List<String> say(ChatClient speaker, String room, int from, int to) {
    List<String> said = IntStream.range(from, to).mapToObj(i -> "number " + i).toList();
    said.forEach(
        content -> speaker.call("send_message", Map.of("roomId", room, "content", content)));
    return said;
  }

  @Test
  void a_restart_of_the_server_costs_it_no_message_and_doubles_none() throws Exception {
    String room = "asteroid-2465633";
    TestDatabase database = TestDatabase.create();
    List<String> all = new ArrayList<>();
    int port;
    Guest guest;
    try (TestServer server = TestServer.start(database, Map.of());
        ChatClient ada = server.connect("Ada", room)) {
      port = server.port();
      all.addAll(say(ada, room, 0, 3));
      guest = new Guest(port, room, () -> Tokens.of("Grace"));
      guest.awaitContents(all);
      guest.send("hello from the guide");
      all.add("hello from the guide");
      guest.awaitContents(all);
    }
    guest.send("said while nobody listened");
    Map<String, String> samePort = Map.of("PORT", Integer.toString(port));
    try (TestServer server = TestServer.start(database, samePort);
        ChatClient ada = server.connect("Ada", room);
        guest) {
      ada.next("new_message");
      all.add("said while nobody listened");
      all.addAll(say(ada, room, 3, 6));
      guest.awaitContents(all);
      assertThat(ada.settle().received("new_message")).hasSize(4);
      assertThat(guest.problems).isEmpty();
    }
  }

  @Test
  void more_than_a_history_is_fetched_page_by_page() throws Exception {
    String room = "asteroid-99942";
    TestDatabase database = TestDatabase.create();
    List<String> all;
    int port;
    Guest guest;
    try (TestServer server = TestServer.start(database, Map.of());
        ChatClient ada = server.connect("Ada", room)) {
      port = server.port();
      all = new ArrayList<>(say(ada, room, 0, 1));
      guest = new Guest(port, room, () -> Tokens.of("Grace"));
      guest.awaitContents(all);
    }
    try (TestServer elsewhere = TestServer.start(database, Map.of());
        ChatClient ada = elsewhere.connect("Ada", room)) {
      all.addAll(say(ada, room, 1, 240));
    }
    // The official client notices by this that the server has gone: docs/clients.md, Java.
    guest.send("number 240");
    all.add("number 240");
    Map<String, String> samePort = Map.of("PORT", Integer.toString(port));
    try (TestServer _ = TestServer.start(database, samePort);
        guest) {
      guest.awaitContents(all);
      assertThat(guest.problems).isEmpty();
    }
  }

  @Test
  void a_token_that_expires_is_replaced_by_another() throws Exception {
    try (TestServer server = TestServer.start();
        ChatClient ada = server.connect("Ada", "general");
        Guest guest =
            new Guest(server.port(), "general", () -> Tokens.of("Grace", Duration.ofSeconds(2)))) {
      ada.next("user_joined");
      guest.send("before");
      guest.awaitContents(List.of("before"));
      ada.next("user_left");
      guest.send("after");
      guest.awaitContents(List.of("before", "after"));
      assertThat(guest.problems).isEmpty();
    }
  }

  @Test
  void what_cannot_be_mended_is_told() throws Exception {
    try (TestServer server = TestServer.start();
        Guest stranger = new Guest(server.port(), "general", () -> "no token");
        Guest guest = new Guest(server.port(), "general", () -> Tokens.of("Grace"))) {
      guest.send(" ");
      guest.send("good");
      guest.awaitContents(List.of("good"));
      assertThat(guest.problems)
          .extracting(problem -> problem.optString("code"))
          .containsExactly("EMPTY_MESSAGE");
      await().atMost(PATIENCE).until(() -> !stranger.problems.isEmpty());
      assertThat(stranger.problems.getFirst().optString("message")).isEqualTo("Invalid token");
    }
  }
}
