package ceres.chat.server.token;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKSet;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;

/** An issuer's web server, with its JWK Set at {@link #address()}. */
final class Issuer implements AutoCloseable {
  /** What the server does with a request. */
  interface Answer {
    void to(HttpExchange exchange) throws IOException;
  }

  private final HttpServer server;
  private final AtomicInteger fetches = new AtomicInteger();
  private volatile Answer answer = exchange -> send(exchange, 404, "");

  Issuer(JWK... keys) {
    try {
      server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
    server.createContext(
        "/",
        exchange -> {
          fetches.incrementAndGet();
          try (exchange) {
            answer.to(exchange);
          }
        });
    server.start();
    publish(keys);
  }

  void publish(JWK... keys) {
    String set = new JWKSet(List.of(keys)).toString(true);
    answer = exchange -> send(exchange, 200, set);
  }

  void answer(Answer newAnswer) {
    answer = newAnswer;
  }

  int fetches() {
    return fetches.get();
  }

  URI address() {
    return URI.create("http://localhost:" + server.getAddress().getPort() + "/jwks.json");
  }

  static void send(HttpExchange exchange, int status, String body) throws IOException {
    byte[] bytes = body.getBytes(UTF_8);
    exchange.sendResponseHeaders(status, bytes.length == 0 ? -1 : bytes.length);
    exchange.getResponseBody().write(bytes);
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
