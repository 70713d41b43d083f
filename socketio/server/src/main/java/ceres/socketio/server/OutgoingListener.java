package ceres.socketio.server;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** Sees what is sent. Runs on the event loop and must not block. */
@FunctionalInterface
public interface OutgoingListener {

  /**
   * An event is sent to a client, alone or as one of many.
   *
   * @param args as JSON values
   */
  void sent(Socket socket, String event, List<@Nullable Object> args);
}
