package ceres.engineio.server;

/**
 * An Engine.IO session.
 *
 * <p>Event-loop confined: but for {@link #id}, {@link #loop}, {@link #request} and {@link
 * #protocol}, which may be called anywhere, all methods must be called on {@link #loop}.
 */
public interface Session {

  /** The session id, {@code sid} on the wire: 20 characters that nobody can guess. */
  String id();

  /** The event loop that this session belongs to. */
  SessionLoop loop();

  /** The HTTP request that opened the session. */
  HandshakeRequest request();

  /** The transport that carries the session now. */
  TransportName transport();

  /** The version of Engine.IO that the client speaks: 4, or 3 if that is allowed. */
  int protocol();

  /** Whether messages are still delivered and sent. */
  boolean isOpen();

  /**
   * Sends a packet, after all that was sent before. Does nothing when the session is not open. What
   * is sent in one turn of the loop leaves together. A session that has more than {@link
   * EngineConfig#maxBufferedBytes} waiting ends with {@link CloseReason#TRANSPORT_ERROR}.
   */
  void send(OutgoingPacket packet);

  /**
   * Whether the transport can take packets now: a poll is pending, or the socket keeps up, and
   * little waits to be sent. What is volatile is to be dropped if not.
   */
  boolean isWritable();

  /** Stops reading from the client until {@link #resumeReading}, so that it feels the pressure. */
  void pauseReading();

  /** Ends {@link #pauseReading}. */
  void resumeReading();

  /** Sends what waits, then ends the session. {@link SessionListener#onClose} is called at once. */
  void close(CloseReason reason);
}
