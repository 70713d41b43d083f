package ceres.socketio.server;

import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * All namespaces of a server. A child of a {@link ParentNamespace} is there while somebody uses it,
 * if empty ones are to be cleaned up: whoever connects to it holds it, from before it is decided
 * whether the client may come in until the client has left and will not come back.
 *
 * <p>Thread-safe by a concurrent map, whose entry is locked while a child comes or goes.
 */
final class Namespaces {
  private static final Logger LOG = LoggerFactory.getLogger(Namespaces.class);

  private final SocketIoServer server;
  private final boolean cleanUp;
  private final Map<String, Namespace> byName = new ConcurrentHashMap<>();
  private final List<ParentNamespace> parents = new CopyOnWriteArrayList<>();

  /**
   * @param cleanUp whether children that nobody uses are removed
   */
  Namespaces(SocketIoServer server, boolean cleanUp) {
    this.server = server;
    this.cleanUp = cleanUp;
  }

  /** The namespace of this name, which stays. */
  Namespace of(String name) {
    if (!name.startsWith("/") || name.indexOf(',') >= 0) {
      throw new IllegalArgumentException("not a namespace: " + name);
    }
    return byName.compute(
        name,
        (_, existing) -> {
          Namespace namespace = existing == null ? new Namespace(name, server, null) : existing;
          namespace.hold();
          return namespace;
        });
  }

  void add(ParentNamespace parent) {
    parents.add(parent);
  }

  boolean hasParents() {
    return !parents.isEmpty();
  }

  List<Namespace> childrenOf(ParentNamespace parent) {
    return byName.values().stream().filter(each -> parent.equals(each.parent())).toList();
  }

  /** Holds a namespace that there is; null if there is none of this name. */
  @Nullable Namespace hold(String name) {
    Namespace namespace = byName.get(name);
    return namespace == null || !isTemporary(namespace)
        ? namespace
        : byName.computeIfPresent(name, (_, existing) -> existing.hold());
  }

  /**
   * Holds a namespace that there is, or that a parent allows; null if none does. Blocks as long as
   * their checks do.
   */
  @Nullable Namespace holdOrCreate(String name, Handshake handshake) {
    for (ParentNamespace parent : parents) {
      if (allows(parent, name, handshake)) {
        return byName.compute(
            name,
            (_, existing) ->
                (existing == null ? new Namespace(name, server, parent) : existing).hold());
      }
    }
    return null;
  }

  private static boolean allows(ParentNamespace parent, String name, Handshake handshake) {
    try {
      return parent.allows(name, handshake);
    } catch (Exception | Error e) {
      LOG.error("the check of a namespace's name failed", e);
      return false;
    }
  }

  /** Ends one {@link #hold} or {@link #holdOrCreate}. */
  void release(Namespace namespace) {
    if (isTemporary(namespace)) {
      byName.computeIfPresent(
          namespace.name(),
          (_, existing) -> existing.equals(namespace) && existing.release() ? null : existing);
    }
  }

  private boolean isTemporary(Namespace namespace) {
    return cleanUp && namespace.parent() != null;
  }
}
