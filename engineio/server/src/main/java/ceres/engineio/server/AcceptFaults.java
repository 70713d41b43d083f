package ceres.engineio.server;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Counts, and says, that connections cannot be accepted, for example because no file may be opened
 * any more. Comes after Netty's acceptor, which lets a second pass before it tries again. Clients
 * wait in the kernel's queue meanwhile.
 *
 * <p>Event-loop confined.
 */
final class AcceptFaults extends ChannelInboundHandlerAdapter {
  private static final Logger LOG = LoggerFactory.getLogger(AcceptFaults.class);

  /** How often it is said again while it lasts. */
  private static final long SAY_EVERY = TimeUnit.MINUTES.toNanos(1);

  private final Gate gate;
  private boolean said;
  private long saidAt;

  AcceptFaults(Gate gate) {
    this.gate = gate;
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
    gate.count(Refused.NOT_ACCEPTED);
    long now = System.nanoTime();
    if (!said || now - saidAt >= SAY_EVERY) {
      said = true;
      saidAt = now;
      LOG.warn("Connections cannot be accepted at the moment: {}", cause.getMessage());
    }
  }
}
