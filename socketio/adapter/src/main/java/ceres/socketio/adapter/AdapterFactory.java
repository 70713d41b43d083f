package ceres.socketio.adapter;

/**
 * Port: makes what the namespaces of a server are built on. Each method as it stands here is for a
 * server that is alone; one of several nodes overrides both.
 *
 * <p><em>Thread-safe</em>. Does not block.
 */
public interface AdapterFactory {
  /** For a server that is alone. */
  AdapterFactory IN_MEMORY = new AdapterFactory() {};

  /** The adapter of a new namespace. */
  default <E> Adapter<E> adapter(AdapterContext<E> context) {
    return new InMemoryAdapter<>(context);
  }

  /**
   * The recovery store of a new namespace; not called if there is no recovery.
   *
   * @param namespace its name, the same on all nodes
   */
  default <E> RecoveryStore<E> recoveryStore(String namespace) {
    return new InMemoryRecoveryStore<>();
  }
}
