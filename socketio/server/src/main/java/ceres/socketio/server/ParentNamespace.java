package ceres.socketio.server;

import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Many namespaces with the same middleware and handlers, each of which comes into being when the
 * first client asks for it (Socket.IO documentation, "Dynamic namespaces"). What is registered here
 * holds for all of them, and runs before what is registered for one.
 *
 * <p>Thread-safe by concurrent collections.
 */
public final class ParentNamespace {

  /** Decides which namespaces there may be. Runs on a virtual thread and may block. */
  @FunctionalInterface
  public interface NameCheck {
    /**
     * Whether a client may ask for this namespace; whether it is let in is the middleware's matter.
     *
     * @param name begins with {@code /}
     * @throws Exception to say no; it is logged
     */
    boolean allows(String name, Handshake handshake) throws Exception;
  }

  private final SocketIoServer server;
  private final NameCheck check;
  private final Reception reception;

  ParentNamespace(SocketIoServer server, NameCheck check) {
    this.server = server;
    this.check = check;
    this.reception = new Reception(server.outgoingIsSeen());
  }

  /** Adds a check that every client has to pass, after those added before. */
  public ParentNamespace use(Middleware check) {
    reception.use(check);
    return this;
  }

  /** Adds a check that runs on the event loop, after those added before. */
  public ParentNamespace useAsync(AsyncMiddleware check) {
    reception.useAsync(check);
    return this;
  }

  /** Adds a handler of new sockets; see {@link Namespace#onConnection}. */
  public ParentNamespace onConnection(Consumer<Socket> handler) {
    reception.onConnection(handler);
    return this;
  }

  /** Adds a handler of new sockets; see {@link Namespace#onConnectionAsync}. */
  public ParentNamespace onConnectionAsync(Function<Socket, ? extends CompletionStage<?>> handler) {
    reception.onConnectionAsync(handler);
    return this;
  }

  /** The handlers of all sockets of all children, before those of a child and each one's own. */
  public Handlers handlers() {
    return reception.handlers();
  }

  /** The children that there are. */
  public List<Namespace> children() {
    return server.namespaces().childrenOf(this);
  }

  /**
   * Sends an event to all sockets of all children.
   *
   * @param args JSON values, or records and other types that Jackson can make JSON of
   */
  public void emit(String event, @Nullable Object... args) {
    children().forEach(child -> child.emit(event, args));
  }

  boolean allows(String name, Handshake handshake) throws Exception {
    return check.allows(name, handshake);
  }

  Reception reception() {
    return reception;
  }
}
