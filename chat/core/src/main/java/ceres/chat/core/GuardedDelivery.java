package ceres.chat.core;

import java.lang.System.Logger.Level;
import java.util.Set;

/**
 * Keeps a bug in a delivery from leaving a room half changed: what it throws is logged, and the
 * chat goes on.
 *
 * <p>Thread-safe as the delivery behind it is.
 */
final class GuardedDelivery implements Delivery {
  private static final System.Logger LOG = System.getLogger(GuardedDelivery.class.getName());

  private final Delivery delivery;

  GuardedDelivery(Delivery delivery) {
    this.delivery = delivery;
  }

  @Override
  public void enter(String connectionId, String roomId) {
    guard(() -> delivery.enter(connectionId, roomId));
  }

  @Override
  public void exit(String connectionId, String roomId) {
    guard(() -> delivery.exit(connectionId, roomId));
  }

  @Override
  public void toConnection(String connectionId, ChatEvent event) {
    guard(() -> delivery.toConnection(connectionId, event));
  }

  @Override
  public void toConnections(Set<String> connectionIds, ChatEvent event) {
    guard(() -> delivery.toConnections(connectionIds, event));
  }

  @Override
  public void toRoom(ChatEvent event, Set<String> exceptConnectionIds) {
    guard(() -> delivery.toRoom(event, exceptConnectionIds));
  }

  private static void guard(Runnable call) {
    try {
      call.run();
    } catch (RuntimeException | Error bug) {
      LOG.log(Level.ERROR, "An event could not be handed over", bug);
    }
  }
}
