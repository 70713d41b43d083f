package ceres.conformance.support;

import ceres.chat.server.ChatServer;
import ceres.chat.server.config.ChatServerConfig;
import ceres.chat.server.config.SettingSources;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;

/** The chat server in this JVM, on a free port and a database, with any settings. */
public final class TestServer implements AutoCloseable {
  private final ChatServer server;
  private final TestDatabase database;

  private TestServer(ChatServer server, TestDatabase database) {
    this.server = server;
    this.database = database;
  }

  /** On an empty database, with the default settings. */
  public static TestServer start() {
    return start(TestDatabase.create(), Map.of());
  }

  /**
   * With settings by their environment names; without {@code RATE_LIMITS} unless they say so,
   * because all clients of a test come from one address, and some are much faster than people.
   *
   * @param settings for example {@code LEAVE_DELAY}
   */
  public static TestServer start(TestDatabase database, Map<String, String> settings) {
    Map<String, String> environment = new HashMap<>();
    environment.put("HOST", "127.0.0.1");
    environment.put("PORT", "0");
    environment.put("DATABASE_URL", database.url());
    environment.put("JWT_SECRET", Tokens.SECRET);
    environment.put("RATE_LIMITS", "off");
    environment.put("MANAGEMENT_PORT", "off");
    environment.putAll(settings);
    try {
      Path here = Path.of("").toAbsolutePath();
      return new TestServer(
          ChatServer.start(
              ChatServerConfig.from(new SettingSources(Map.of(), environment, here).read(), here)),
          database);
    } catch (Exception e) {
      throw new IllegalStateException("the server did not start", e);
    }
  }

  /** On an empty database, with a management address, and a token for operators. */
  public static TestServer managed(Map<String, String> settings) {
    Map<String, String> all = new HashMap<>(settings);
    all.putIfAbsent("MANAGEMENT_PORT", "0");
    all.putIfAbsent("MANAGEMENT_TOKEN", Management.TOKEN);
    return start(TestDatabase.create(), all);
  }

  public int port() {
    return server.port();
  }

  /** Where it is managed; with {@code MANAGEMENT_PORT}, which is off if nothing else is said. */
  public Management management() {
    return new Management(server.managementPort().orElseThrow());
  }

  public TestDatabase database() {
    return database;
  }

  /** A client that is connected with the token of a name. */
  public ChatClient connect(String name) {
    return ChatClient.connect(port(), Tokens.of(name));
  }

  /** A client that is connected with the token of a name, and in rooms. */
  public ChatClient connect(String name, String... rooms) {
    ChatClient client = connect(name);
    for (String room : rooms) {
      client.join(room);
    }
    return client;
  }

  @Override
  public void close() {
    server.close();
  }
}
