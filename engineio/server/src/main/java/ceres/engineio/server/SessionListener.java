package ceres.engineio.server;

import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * What a session tells the layer above. Always called on the session's loop, one call after the
 * other; must not block.
 */
public interface SessionListener {

  /** A message of text came. */
  void onText(String message);

  /**
   * A message of bytes came.
   *
   * @param message the receiver's own
   */
  void onBinary(byte[] message);

  /**
   * All messages of one polling request were given, and its answer waits for this, for 100 ms at
   * most: a client that polls after the answer then gets at once what its messages have caused.
   *
   * @return what completes when they are handled, on any thread; null if they are
   */
  default @Nullable CompletionStage<?> handling() {
    return null;
  }

  /**
   * The server is about to end the session: nothing that comes from now on is to be taken in, and
   * what came before is to be handled.
   *
   * @return what completes when it is, on any thread; null if it is
   */
  default @Nullable CompletionStage<?> leaving() {
    return handling();
  }

  /** A ping is sent now, after all that was sent before. */
  default void onPing() {}

  /**
   * A pong came: it proves that the client has received all that was sent before the last {@link
   * #onPing}, because transports keep the order.
   */
  default void onPong() {}

  /** The session ended; nothing else is called after this. */
  void onClose(CloseReason reason);

  /**
   * A listener that is only interested in messages.
   *
   * @param handler gets each message as a packet that can be sent on, as text or bytes
   */
  static SessionListener ofMessages(Consumer<OutgoingPacket> handler) {
    return new SessionListener() {
      @Override
      public void onText(String message) {
        handler.accept(OutgoingPacket.text(message));
      }

      @Override
      public void onBinary(byte[] message) {
        handler.accept(OutgoingPacket.binary(message));
      }

      @Override
      public void onClose(CloseReason reason) {}
    };
  }

  /** Makes the listener of a session, on the session's loop, before anything is received. */
  @FunctionalInterface
  interface Factory {
    SessionListener opened(Session session);
  }
}
