package ceres.testing.soak.people;

import static java.nio.charset.StandardCharsets.UTF_8;

import ceres.testing.soak.ledger.Entry;
import ceres.testing.soak.ledger.Ledger;
import ceres.testing.soak.ledger.Told;
import ceres.testing.wire.Endpoint;
import ceres.testing.wire.Tokens;
import ceres.testing.wire.Transport;
import java.io.IOException;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import tools.jackson.databind.JsonNode;

/**
 * Somebody who comes when all is over, and reads the whole history of rooms, page by page
 * backwards. Immutable.
 */
public record Reader(Endpoint server, Tokens tokens, Ledger ledger) {
  private static final String NAME = "reader";
  private static final int CALL_MILLIS = 20_000;

  /** Reads all; returns how many messages there were. */
  public long read(Collection<String> rooms) throws IOException {
    String subject = UUID.nameUUIDFromBytes(NAME.getBytes(UTF_8)).toString();
    Map<String, String> auth = Map.of("token", tokens.of(subject, NAME));
    long count = 0;
    try (Conversation conversation =
        new Conversation(server, Transport.WEBSOCKET, auth, new Listening())) {
      conversation.awaitAccepted(CALL_MILLIS);
      for (String room : rooms) {
        if (!Person.isOk(conversation.call("join_room", room, CALL_MILLIS))) {
          throw new IOException(room + " cannot be joined");
        }
        count += read(conversation, room);
      }
    }
    return count;
  }

  private long read(Conversation conversation, String room) throws IOException {
    long count = 0;
    UUID before = null;
    boolean more = true;
    while (more) {
      Map<String, Object> wanted = new HashMap<>(Map.of("roomId", room, "limit", 100));
      if (before != null) {
        wanted.put("before", before.toString());
      }
      JsonNode answer = conversation.call("fetch_history", wanted, CALL_MILLIS);
      if (!Person.isOk(answer)) {
        throw new IOException("the history of " + room + " cannot be read: " + answer);
      }
      List<Told> messages = Mind.told(answer.get("messages"));
      boolean hasMore = answer.get("hasMore").asBoolean() && !messages.isEmpty();
      UUID bound = before;
      ledger.add(at -> new Entry.Page(at, NAME, room, null, bound, messages, hasMore));
      count += messages.size();
      before = messages.isEmpty() ? before : messages.getFirst().id();
      more = hasMore;
    }
    return count;
  }

  /** Enters what matters for what the reader may hear. */
  private final class Listening implements Conversation.Listener {
    @Override
    public void connected(JsonNode answer) {
      ledger.add(at -> new Entry.Connected(at, NAME, Transport.WEBSOCKET.text(), false));
    }

    @Override
    public void heard(JsonNode event) {
      if (event.get(0).asString().equals("room_history")) {
        JsonNode history = event.get(1);
        List<Told> messages = Mind.told(history.get("messages"));
        String room = history.get("roomId").asString();
        ledger.add(at -> new Entry.Joined(at, NAME, room, messages));
      }
    }

    @Override
    public void ended(String why) {
      ledger.add(at -> new Entry.Lost(at, NAME, why));
    }
  }
}
