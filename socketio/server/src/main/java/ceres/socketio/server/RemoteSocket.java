package ceres.socketio.server;

import ceres.socketio.adapter.MemberSnapshot;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A socket of this server or of another node, as it was when it was asked for, and the way to it.
 *
 * <p>Immutable.
 */
public final class RemoteSocket {
  private static final String DATA = "data";
  private static final String HANDSHAKE = "handshake";

  private final Broadcast itself;
  private final MemberSnapshot snapshot;

  /**
   * @param itself reaches it and nobody else
   */
  RemoteSocket(Broadcast itself, MemberSnapshot snapshot) {
    this.itself = itself;
    this.snapshot = snapshot;
  }

  /** What {@link MemberSnapshot#details} are of a socket, as JSON values. */
  static Map<String, @Nullable Object> details(Socket socket) {
    Handshake handshake = socket.handshake();
    Map<String, @Nullable Object> said = new LinkedHashMap<>();
    said.put("address", handshake.request().remoteAddress().getAddress().getHostAddress());
    said.put("query", handshake.request().query());
    said.put("headers", handshake.request().headers());
    said.put("auth", handshake.auth());
    said.put("issued", handshake.issued().toEpochMilli());
    return Map.of(DATA, object(socket.dataNow()), HANDSHAKE, said);
  }

  private static Object object(Map<String, Object> data) {
    Object values = JsonValues.from(data);
    return values == null ? Map.of() : values;
  }

  /** The socket's id. */
  public String id() {
    return snapshot.sid();
  }

  /** The rooms it was in, in the order it entered them; the first has its id as name. */
  public Set<String> rooms() {
    return snapshot.rooms();
  }

  /** What was in {@link Socket#data}, as a JSON object. */
  public Map<?, ?> data() {
    return (Map<?, ?>) detail(DATA);
  }

  /**
   * What the client said when it came, as a JSON object: {@code address}, {@code query}, {@code
   * headers}, {@code auth}, and {@code issued} in milliseconds since 1970.
   */
  public Map<?, ?> handshake() {
    return (Map<?, ?>) detail(HANDSHAKE);
  }

  private Object detail(String name) {
    Object detail = snapshot.details().get(name);
    return detail instanceof Map<?, ?> map ? map : Map.of();
  }

  /**
   * Sends it an event, if it is still there.
   *
   * @param args JSON values, or records and other types that Jackson can make JSON of
   */
  public void emit(String event, @Nullable Object... args) {
    itself.emit(event, args);
  }

  /** Puts it into a room. */
  public void join(String room) {
    itself.socketsJoin(room);
  }

  /** Takes it out of a room. */
  public void leave(String room) {
    itself.socketsLeave(room);
  }

  /**
   * Makes it leave the namespace.
   *
   * @param close whether to close its connection too
   */
  public void disconnect(boolean close) {
    itself.disconnectSockets(close);
  }
}
