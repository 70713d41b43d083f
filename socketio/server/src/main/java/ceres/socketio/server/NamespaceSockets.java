package ceres.socketio.server;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The sockets of one connection by their namespaces. Most connections have one socket, for which
 * there is no map.
 *
 * <p>Event-loop confined.
 */
final class NamespaceSockets {
  private @Nullable Socket first;
  private @Nullable Map<String, Socket> others;

  /** The namespaces of which it is being found out if there are such, or what the client left. */
  private @Nullable Set<String> entering;

  @Nullable Socket get(String namespace) {
    if (first != null && first.namespace().name().equals(namespace)) {
      return first;
    }
    return others == null ? null : others.get(namespace);
  }

  /** Adds a socket, in the place of the one of its namespace if there is one. */
  void put(Socket socket) {
    String namespace = socket.namespace().name();
    if (first == null ? others == null : first.namespace().name().equals(namespace)) {
      first = socket;
      return;
    }
    if (others == null) {
      others = new HashMap<>(4);
    }
    others.put(namespace, socket);
  }

  void remove(String namespace) {
    if (first != null && first.namespace().name().equals(namespace)) {
      first = null;
    } else if (others != null) {
      others.remove(namespace);
      if (others.isEmpty()) {
        others = null;
      }
    }
  }

  /** All of them as they are now. */
  List<Socket> all() {
    if (others == null) {
      return first == null ? List.of() : List.of(first);
    }
    List<Socket> all = new ArrayList<>(others.values());
    if (first != null) {
      all.addFirst(first);
    }
    return all;
  }

  /** Whether there will be a socket of a namespace, maybe. */
  boolean isEntering(String namespace) {
    return entering != null && entering.contains(namespace);
  }

  void beginEntering(String namespace) {
    if (entering == null) {
      entering = new HashSet<>(4);
    }
    entering.add(namespace);
  }

  void endEntering(String namespace) {
    if (entering != null && entering.remove(namespace) && entering.isEmpty()) {
      entering = null;
    }
  }

  /** Forgets the sockets. */
  void clear() {
    first = null;
    others = null;
  }
}
