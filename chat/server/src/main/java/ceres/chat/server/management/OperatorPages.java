package ceres.chat.server.management;

import ceres.chat.core.ChatException;
import ceres.chat.core.RoomCensus;
import ceres.chat.core.ServerUser;
import ceres.chat.server.gateway.ConnectionView;
import ceres.chat.server.gateway.Operator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * What operators see and do, as JSON.
 *
 * @param operator who does it
 */
record OperatorPages(Operator operator) {
  private static final JsonMapper JSON = JsonMapper.builder().build();
  private static final int DEFAULT_PAGE = 100;
  private static final int LONGEST_PAGE = 1_000;

  /** Longer than a message is tried to be saved. */
  private static final long PATIENCE_SECONDS = 20;

  /** {@code GET /connections}. */
  Answer connections(Call call) throws Refused {
    int limit = limit(call);
    List<ConnectionView> page = operator.connections(after(call), limit);
    return page(
        "connections",
        page.stream().map(OperatorPages::shown).toList(),
        page.size() == limit ? page.getLast().id() : null);
  }

  /** {@code GET /rooms}. */
  Answer rooms(Call call) throws Refused {
    int limit = limit(call);
    List<RoomCensus> page = operator.rooms(after(call), limit);
    return page("rooms", page, page.size() == limit ? page.getLast().roomId() : null);
  }

  /** {@code POST /users/id/disconnect}. */
  Answer disconnect(String user) throws Refused {
    UUID id;
    try {
      id = UUID.fromString(user);
    } catch (IllegalArgumentException e) {
      throw new Refused(400, "The id of a user is a UUID.");
    }
    return Answer.json(200, Map.of("disconnected", operator.disconnect(id)));
  }

  /** {@code POST /rooms/id/messages}. */
  Answer say(String roomId, Call call) throws Refused {
    try {
      Map<String, @Nullable Object> message =
          operator
              .say(roomId, content(call))
              .toCompletableFuture()
              .get(PATIENCE_SECONDS, TimeUnit.SECONDS);
      return Answer.json(200, Map.of("message", message));
    } catch (ExecutionException e) {
      throw e.getCause() instanceof ChatException broken
          ? refused(broken)
          : new Refused(500, "Something went wrong on the server.");
    } catch (TimeoutException e) {
      throw new Refused(503, "The message could not be saved in time.");
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new Refused(503, "The server stops.");
    }
  }

  private static Refused refused(ChatException broken) {
    return switch (broken.code()) {
      case TOKEN_INVALID ->
          new Refused(
              409,
              "The table of users does not take the row of the server, " + ServerUser.ID + ".");
      case NOT_SAVED, INTERNAL -> new Refused(503, broken.sentence() + ".");
      default -> new Refused(400, broken.sentence() + ".");
    };
  }

  private static String content(Call call) throws Refused {
    try {
      JsonNode body = JSON.readTree(call.body());
      if (body != null && body.path("content").isString()) {
        return body.path("content").asString();
      }
    } catch (JacksonException e) {
      // said below
    }
    throw new Refused(400, "The body must be a JSON object with a string \"content\".");
  }

  private static String after(Call call) {
    return call.query().getOrDefault("after", "");
  }

  private static int limit(Call call) throws Refused {
    String limit = call.query().get("limit");
    if (limit == null) {
      return DEFAULT_PAGE;
    }
    if (limit.matches("[0-9]{1,4}")) {
      int number = Integer.parseInt(limit);
      if (number >= 1 && number <= LONGEST_PAGE) {
        return number;
      }
    }
    throw new Refused(400, "The limit is a whole number from 1 to " + LONGEST_PAGE + ".");
  }

  /** Null as {@code next} means that there are no more. */
  private static Answer page(String name, List<?> entries, @Nullable String next) {
    Map<String, @Nullable Object> page = new LinkedHashMap<>();
    page.put(name, entries);
    page.put("next", next);
    return Answer.json(200, page);
  }

  private static Map<String, Object> shown(ConnectionView connection) {
    Map<String, Object> shown = new LinkedHashMap<>();
    shown.put("id", connection.id());
    shown.put("userId", connection.userId().toString());
    shown.put("userName", connection.userName());
    shown.put("address", connection.address());
    shown.put("connectedAt", connection.connectedAt().toString());
    shown.put("rooms", connection.rooms());
    return shown;
  }
}
