package ceres.chat.server.management;

import ceres.chat.server.gateway.Operator;
import ceres.chat.server.metrics.Metrics;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What there is at the management address.
 *
 * <p>Thread-safe: immutable, but for the operator, who comes when the server has started.
 */
public final class Pages {
  private static final String INDEX =
      """
      Ceres: what is to be known and done about this server.

      GET  /healthz                 200 if the process and its event loops answer
      GET  /readyz                  200 if clients may be sent here
      GET  /metrics                 for Prometheus

      With MANAGEMENT_TOKEN as a bearer token:

      GET  /connections             ?after=<id>&limit=<number>
      GET  /rooms                   ?after=<id>&limit=<number>
      POST /users/<id>/disconnect
      POST /rooms/<id>/messages     {"content": "..."}
      """;

  private final Vitals vitals;
  private final Metrics metrics;
  private final Guard guard;
  private volatile @Nullable OperatorPages operators;

  Pages(Vitals vitals, Metrics metrics, Guard guard) {
    this.vitals = vitals;
    this.metrics = metrics;
    this.guard = guard;
  }

  /** Operators may see and do something from now on. */
  void open(Operator operator) {
    operators = new OperatorPages(operator);
  }

  Answer answer(Call call) throws Refused {
    return switch (call.path()) {
      case List<String> path when path.equals(List.of("")) -> get(call, this::index);
      case List<String> path when path.equals(List.of("healthz")) -> get(call, this::health);
      case List<String> path when path.equals(List.of("readyz")) -> get(call, this::readiness);
      case List<String> path when path.equals(List.of("metrics")) -> get(call, this::metrics);
      case List<String> path when path.equals(List.of("connections")) ->
          get(call, () -> operators(call).connections(call));
      case List<String> path when path.equals(List.of("rooms")) ->
          get(call, () -> operators(call).rooms(call));
      case List<String> path
          when path.size() == 3
              && path.getFirst().equals("users")
              && path.getLast().equals("disconnect") ->
          post(call, () -> operators(call).disconnect(path.get(1)));
      case List<String> path
          when path.size() == 3
              && path.getFirst().equals("rooms")
              && path.getLast().equals("messages") ->
          post(call, () -> operators(call).say(path.get(1), call));
      default -> throw new Refused(404, "There is nothing here.");
    };
  }

  /** Makes an answer. */
  private interface Page {
    Answer make() throws Refused;
  }

  private static Answer get(Call call, Page page) throws Refused {
    return only("GET", call, page);
  }

  private static Answer post(Call call, Page page) throws Refused {
    return only("POST", call, page);
  }

  private static Answer only(String method, Call call, Page page) throws Refused {
    return call.method().equals(method)
        ? page.make()
        : Answer.error(405, "This is only for " + method + ".").with("Allow", method);
  }

  private OperatorPages operators(Call call) throws Refused {
    guard.check(call);
    OperatorPages pages = operators;
    if (pages == null) {
      throw new Refused(503, "The server starts.");
    }
    return pages;
  }

  private Answer index() {
    return Answer.text(200, "text/plain; charset=utf-8", INDEX);
  }

  private Answer health() {
    return vitals.isAlive()
        ? Answer.json(200, Map.of("status", "ok"))
        : Answer.json(503, Map.of("status", "an event loop does not answer"));
  }

  private Answer readiness() {
    List<String> obstacles = vitals.obstacles();
    if (obstacles.isEmpty()) {
      return Answer.json(200, Map.of("status", "ready"));
    }
    Map<String, Object> answer = new LinkedHashMap<>();
    answer.put("status", "not ready");
    answer.put("reason", obstacles.stream().collect(Collectors.joining("; ")));
    return Answer.json(503, answer);
  }

  private Answer metrics() {
    return Answer.text(200, Metrics.CONTENT_TYPE, metrics.read());
  }
}
