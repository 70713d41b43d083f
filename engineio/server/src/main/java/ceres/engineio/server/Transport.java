package ceres.engineio.server;

import java.util.List;

/**
 * Port: what carries the packets of a session. Event-loop confined to the session's loop.
 *
 * <p>A transport tells its session what comes in by {@link EngineSession#received} and its end by
 * {@link EngineSession#transportGone}. Going out, the session asks {@link #ready} and hands over
 * all that waits; what was handed over is the transport's to deliver in order or to fail with.
 */
interface Transport {

  /** Which one it is. */
  TransportName name();

  /** Whether {@link #write} may be called now. */
  boolean ready();

  /** Whether the client keeps up: what is volatile may be sent now. */
  boolean writable();

  /** Bytes that were handed over and have not left yet. */
  long backlog();

  /** Sends packets together; only when {@link #ready}. */
  void write(List<OutgoingPacket> packets);

  /** Runs a task when what was handed over is on its way. */
  default void afterWriting(Runnable task) {
    task.run();
  }

  /** Tells the session all that has come by now. */
  default void finishReceiving() {}

  /** Stops or resumes reading from the client. */
  void reading(boolean wanted);

  /** Lets what was handed over leave, then closes. Does nothing the second time. */
  void close();
}
