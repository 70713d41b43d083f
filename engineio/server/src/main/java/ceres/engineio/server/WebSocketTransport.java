package ceres.engineio.server;

import ceres.engineio.protocol.EnginePacket;
import ceres.engineio.protocol.EnginePacket.Pong;
import ceres.engineio.protocol.MalformedPacketException;
import io.netty.channel.Channel;
import io.netty.channel.SingleThreadEventLoop;
import io.netty.channel.unix.Socket;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * WebSocket (RFC 6455; Engine.IO protocol, "WebSocket"): a frame is a packet. Several packets that
 * leave together leave in one write, because that costs a fraction of many small ones.
 *
 * <p>Event-loop confined to the session's loop. The channel may belong to another loop (that of the
 * connection which upgraded): then what comes in was handed over by {@link WebSocketFront}, and
 * what goes out is handed over by Netty, both in order.
 */
final class WebSocketTransport implements Transport, Backlogs.Owner {
  private static final OutgoingPacket PROBE_ANSWER = OutgoingPacket.of(new Pong("probe"));

  /** A close frame without a status (RFC 6455, section 5.5.1). */
  private static final byte[] CLOSE_FRAME = {(byte) 0x88, 0};

  private static final byte[] NOTHING = {};

  private final LoopContext loop;
  private final Channel channel;
  private final @Nullable Socket socket;
  private final Dialect dialect;
  private final int deflateFrom;
  private @Nullable EngineSession session;

  /** Runs while this is a candidate. */
  private DeadlineQueue.@Nullable Deadline upgradeDeadline;

  private byte[] closeFrame = CLOSE_FRAME;
  private boolean gathered;
  private boolean probed;
  private boolean closed;

  /**
   * @param deflateFrom the least payload that is compressed; none is if the client did not agree
   */
  WebSocketTransport(LoopContext loop, Channel channel, Dialect dialect, int deflateFrom) {
    this.loop = loop;
    this.channel = channel;
    this.socket = SocketWriter.socketOf(channel);
    this.dialect = dialect;
    this.deflateFrom = deflateFrom;
  }

  void attach(EngineSession owner) {
    session = owner;
  }

  Dialect dialect() {
    return dialect;
  }

  LoopContext loop() {
    return loop;
  }

  Channel channel() {
    return channel;
  }

  /** What may be written to past the channel, or null. */
  @Nullable Socket socket() {
    return socket;
  }

  /** Whether something for this is {@linkplain SocketWriter#gather gathered}. */
  boolean isGathered() {
    return gathered;
  }

  void gathered(boolean value) {
    gathered = value;
  }

  /** This is a candidate: it has upgradeTimeout to take over. */
  void beginUpgrade() {
    upgradeDeadline = new UpgradeDeadline();
    loop.upgrades().arm(upgradeDeadline);
  }

  /** This carries the session from now on. */
  void takeOver() {
    endUpgrade();
    loop.counts().upgraded();
  }

  /** This has taken over, or will not. */
  void endUpgrade() {
    if (upgradeDeadline != null) {
      upgradeDeadline.cancel();
      upgradeDeadline = null;
    }
  }

  /**
   * Runs a task on the session's loop, after all that the client has sent on this connection until
   * now: that is read in the next turn of the connection's loop at the latest, unless it is so much
   * that it takes several.
   */
  void afterReading(Runnable task) {
    SingleThreadEventLoop reader = (SingleThreadEventLoop) channel.eventLoop();
    Runnable nextTurn = () -> reader.execute(() -> loop.run(task));
    reader.execute(() -> reader.executeAfterEventLoopIteration(nextTurn));
  }

  /** Whether this is a candidate whose probe was answered. */
  boolean probed() {
    return probed;
  }

  void answerProbe() {
    probed = true;
    write(List.of(PROBE_ANSWER));
  }

  /** A text frame came. */
  void onText(String text) {
    loop.assertInLoop();
    EnginePacket packet;
    try {
      packet = dialect.decode(text);
    } catch (MalformedPacketException e) {
      session().receivedGarbage(this);
      return;
    }
    session().received(this, packet);
  }

  /** A binary frame came. */
  void onBinary(byte[] data) {
    loop.assertInLoop();
    EnginePacket packet;
    try {
      packet = dialect.decode(data);
    } catch (MalformedPacketException e) {
      session().receivedGarbage(this);
      return;
    }
    session().received(this, packet);
  }

  /**
   * The client closes, or breaks a rule: it is told so with a status, after its session has ended,
   * so that who sees the close does not find the session any more.
   */
  void onEnd(int status, CloseReason reason) {
    closeFrame = new byte[] {(byte) 0x88, 2, (byte) (status >> 8), (byte) status};
    onGone(reason);
    close(reason);
  }

  /** The connection ended. */
  void onGone(CloseReason reason) {
    loop.assertInLoop();
    session().transportGone(this, reason);
  }

  @Override
  public TransportName name() {
    return TransportName.WEBSOCKET;
  }

  @Override
  public boolean ready() {
    return !closed;
  }

  @Override
  public boolean writable() {
    return !closed && channel.isWritable();
  }

  @Override
  public long backlog() {
    return SocketWriter.backlog(channel);
  }

  @Override
  public void write(List<OutgoingPacket> packets) {
    SocketWriter writer = loop.writer();
    try {
      for (int i = 0; i < packets.size(); i++) {
        writer.write(this, frame(packets.get(i)));
      }
      writer.flush(this);
    } finally {
      writer.discard();
    }
    noteBacklog();
  }

  /** Counts what waits in the channel, if anything does. */
  void noteBacklog() {
    long waiting = SocketWriter.backlog(channel);
    if (waiting > 0) {
      loop.backlogs().add(this, waiting);
    }
  }

  private byte[] frame(OutgoingPacket packet) {
    return deflateFrom == Integer.MAX_VALUE
        ? dialect.frame(packet)
        : dialect.deflatedFrame(packet, deflateFrom);
  }

  @Override
  public long waiting() {
    return SocketWriter.backlog(channel);
  }

  @Override
  public void giveUp() {
    session().transportGone(this, CloseReason.TRANSPORT_ERROR);
    channel.close();
  }

  @Override
  public void afterWriting(Runnable task) {
    channel.eventLoop().execute(task);
  }

  @Override
  public void reading(boolean wanted) {
    channel
        .pipeline()
        .fireUserEventTriggered(
            wanted ? WebSocketFront.Reading.WANTED : WebSocketFront.Reading.PAUSED);
  }

  /**
   * Without a close frame if the server stops: some clients wait for no more after one (OkHttp, and
   * so Socket.IO's client for Java), and would notice with a missing ping that they are to connect
   * anew.
   */
  @Override
  public void close(CloseReason why) {
    if (!closed) {
      closed = true;
      loop.writer().leaveNow();
      // So that the client's own close is noticed.
      reading(true);
      if (channel.isOpen()) {
        // Half closed, the client sees the end at once, and what it sent meanwhile cannot turn our
        // close into a reset that takes the last packets with it.
        byte[] last = why == CloseReason.SERVER_SHUTTING_DOWN ? NOTHING : closeFrame;
        channel
            .writeAndFlush(channel.alloc().ioBuffer(4).writeBytes(last))
            .addListener(done -> Tls.shutdownOutput(channel));
        CloseDeadline deadline = new CloseDeadline();
        loop.closings().arm(deadline);
        channel.closeFuture().addListener(done -> loop.run(deadline::cancel));
      }
    }
  }

  private EngineSession session() {
    if (session == null) {
      throw new AssertionError("not attached");
    }
    return session;
  }

  private final class UpgradeDeadline extends DeadlineQueue.Deadline {
    @Override
    protected void expired(DeadlineQueue queue) {
      session().transportGone(WebSocketTransport.this, CloseReason.TRANSPORT_ERROR);
    }
  }

  /** The client has not taken its last packets, or not closed its side. */
  private final class CloseDeadline extends DeadlineQueue.Deadline {
    @Override
    protected void expired(DeadlineQueue queue) {
      channel.close();
    }
  }
}
