package ceres.chat.server.management;

import ceres.chat.server.config.ManagementConfig;
import ceres.chat.server.gateway.Operator;
import ceres.chat.server.http.SecurityHeaders;
import ceres.chat.server.metrics.Metrics;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The management address: the JDK's HTTP server, on virtual threads. It is for few callers, each of
 * whom may be slow and none of whom may take anything from the chat's clients.
 *
 * <p>Thread-safe, because the JDK's server is.
 */
public final class ManagementServer implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(ManagementServer.class);

  /** Connections, and requests at once. */
  private static final int MOST = 64;

  /** What the JDK's server bounds its callers by, in seconds where it is a time. */
  private static final Map<String, String> BOUNDS =
      Map.of(
          "jdk.httpserver.maxConnections",
          Integer.toString(MOST),
          "sun.net.httpserver.maxReqTime",
          "10",
          "sun.net.httpserver.maxRspTime",
          "40",
          "sun.net.httpserver.nodelay",
          "true");

  private final HttpServer http;
  private final BoundedThreads threads = new BoundedThreads(MOST);
  private final Pages pages;

  private ManagementServer(HttpServer http, Pages pages) {
    this.http = http;
    this.pages = pages;
  }

  /**
   * Returns when it listens.
   *
   * @param config with an address
   * @throws IOException when the address cannot be listened on
   */
  public static ManagementServer start(ManagementConfig config, Vitals vitals, Metrics metrics)
      throws IOException {
    BOUNDS.forEach((name, value) -> {
      if (System.getProperty(name) == null) {
        System.setProperty(name, value);
      }
    });
    HttpServer http = HttpServer.create(new InetSocketAddress(config.host(), config.port()), 0);
    ManagementServer server =
        new ManagementServer(http, new Pages(vitals, metrics, new Guard(config.token())));
    http.setExecutor(server.threads);
    http.createContext("/", server::handle);
    http.start();
    return server;
  }

  /** Lets operators in. */
  public void open(Operator operator) {
    pages.open(operator);
  }

  /** The port that it listens on. */
  public int port() {
    return http.getAddress().getPort();
  }

  private void handle(HttpExchange exchange) throws IOException {
    try (exchange) {
      Answer answer = answer(exchange);
      byte[] body = answer.bytes();
      exchange.getResponseHeaders().set("Content-Type", answer.contentType());
      exchange.getResponseHeaders().set("Cache-Control", "no-store");
      exchange.getResponseHeaders().set("X-Content-Type-Options", "nosniff");
      SecurityHeaders.ofAnswers().forEach(exchange.getResponseHeaders()::set);
      answer.headers().forEach(exchange.getResponseHeaders()::set);
      if (exchange.getRequestMethod().equals("HEAD")) {
        exchange.sendResponseHeaders(answer.status(), -1);
      } else {
        exchange.sendResponseHeaders(answer.status(), body.length);
        exchange.getResponseBody().write(body);
      }
    }
  }

  private Answer answer(HttpExchange exchange) throws IOException {
    try {
      return pages.answer(Call.read(exchange));
    } catch (Refused refused) {
      return refused.answer();
    } catch (RuntimeException fault) {
      LOG.error("A request at the management address failed", fault);
      return Answer.error(500, "Something went wrong on the server.");
    }
  }

  @Override
  public void close() {
    http.stop(0);
    threads.close();
  }
}
