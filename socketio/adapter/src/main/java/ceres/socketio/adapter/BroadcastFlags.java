package ceres.socketio.adapter;

/**
 * How a broadcast is sent. <em>Immutable</em>.
 *
 * @param isVolatile whether a member that cannot take the packet at once loses it
 * @param compress whether the transport may compress it
 * @param local whether only the members of this node are meant
 */
public record BroadcastFlags(boolean isVolatile, boolean compress, boolean local) {
  /** Reliable, compressed if the transport does so, to all nodes. */
  public static final BroadcastFlags DEFAULT = new BroadcastFlags(false, true, false);

  /** The same, volatile or not. */
  public BroadcastFlags withVolatile(boolean isVolatile) {
    return new BroadcastFlags(isVolatile, compress, local);
  }

  /** The same, compressed or not. */
  public BroadcastFlags withCompress(boolean compress) {
    return new BroadcastFlags(isVolatile, compress, local);
  }

  /** The same, for this node only or not. */
  public BroadcastFlags withLocal(boolean local) {
    return new BroadcastFlags(isVolatile, compress, local);
  }
}
