package ceres.engineio.server;

import io.netty.channel.EventLoop;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * All sessions by their id, and the context of each event loop. A session id is always made here:
 * nothing that a client sends becomes one.
 *
 * <p>Thread-safe by concurrent maps.
 */
final class SessionRegistry {
  private static final int ID_BYTES = 15;

  private final EngineConfig config;
  private final Gate gate;
  private final SessionListener.Factory listeners;
  private final Map<EventLoop, LoopContext> loops;
  private final Map<String, EngineSession> sessions = new ConcurrentHashMap<>();
  private final SecureRandom random = new SecureRandom();
  private final Consumer<EngineSession> forget = this::remove;
  private volatile boolean refusing;
  private volatile boolean closed;

  SessionRegistry(
      EngineConfig config,
      Gate gate,
      SessionListener.Factory listeners,
      Map<EventLoop, LoopContext> loops) {
    this.config = config;
    this.gate = gate;
    this.listeners = listeners;
    this.loops = Map.copyOf(loops);
  }

  @Nullable EngineSession find(String sid) {
    return sessions.get(sid);
  }

  int size() {
    return sessions.size();
  }

  /** The context of a connection's event loop. */
  LoopContext loopOf(EventLoop eventLoop) {
    LoopContext loop = loops.get(eventLoop);
    if (loop == null) {
      throw new AssertionError("an event loop of somebody else's");
    }
    return loop;
  }

  /** Opens a session that begins with polling. */
  PollingTransport openPolling(
      String sid, LoopContext loop, HandshakeRequest request, Dialect dialect) {
    PollingTransport transport =
        new PollingTransport(
            loop,
            dialect,
            config.httpCompression() ? config.compressionThreshold() : Integer.MAX_VALUE);
    EngineSession session = create(sid, loop, request, dialect, transport);
    transport.attach(session);
    session.open(listeners);
    return transport;
  }

  /** Opens a session that begins with WebSocket. */
  void openWebSocket(
      String sid, LoopContext loop, HandshakeRequest request, WebSocketTransport transport) {
    EngineSession session = create(sid, loop, request, transport.dialect(), transport);
    transport.attach(session);
    session.open(listeners);
  }

  /** Whether there is no new session. */
  boolean refusesNew() {
    return refusing;
  }

  /** From now on there is no new session. */
  void refuseNew() {
    refusing = true;
  }

  /** The sessions that there are. */
  List<EngineSession> all() {
    return List.copyOf(sessions.values());
  }

  /** Ends every session. */
  void closeAll(CloseReason reason) {
    refusing = true;
    closed = true;
    sessions.values().forEach(session -> session.loop().execute(() -> session.close(reason)));
  }

  /** An id that no session had before, and that nobody can guess. */
  String newId() {
    byte[] id = new byte[ID_BYTES];
    random.nextBytes(id);
    return Base64.getUrlEncoder().withoutPadding().encodeToString(id);
  }

  private void remove(EngineSession ended) {
    if (sessions.remove(ended.id(), ended)) {
      gate.ended(ended.request());
    }
    ended.loop().counts().ended(ended.transport());
  }

  private EngineSession create(
      String sid,
      LoopContext loop,
      HandshakeRequest request,
      Dialect dialect,
      Transport transport) {
    EngineSession session =
        new EngineSession(sid, loop, config, request, dialect, transport, forget);
    loop.counts().opened(transport.name());
    sessions.put(session.id(), session);
    gate.opened(request);
    if (closed) {
      loop.execute(() -> session.close(CloseReason.SERVER_SHUTTING_DOWN));
    }
    return session;
  }
}
