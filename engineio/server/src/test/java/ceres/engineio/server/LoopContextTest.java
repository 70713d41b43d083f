package ceres.engineio.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.channel.DefaultEventLoop;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** What the sessions of one loop share must not let one of them harm the others. */
class LoopContextTest {

  /** Takes what it is given, or fails. */
  private record Recorder(List<OutgoingPacket> written, boolean broken) implements Transport {
    @Override
    public TransportName name() {
      return TransportName.WEBSOCKET;
    }

    @Override
    public boolean ready() {
      return true;
    }

    @Override
    public boolean writable() {
      return true;
    }

    @Override
    public long backlog() {
      return 0;
    }

    @Override
    public void write(List<OutgoingPacket> packets) {
      if (broken) {
        throw new IllegalStateException("a transport that fails, on purpose");
      }
      written.addAll(packets);
    }

    @Override
    public void reading(boolean wanted) {}

    @Override
    public void close() {}
  }

  @Test
  void a_session_that_cannot_be_written_to_does_not_keep_others_from_being_flushed()
      throws Exception {
    DefaultEventLoop eventLoop = new DefaultEventLoop();
    LoopContext loop = new LoopContext(eventLoop, EngineConfig.DEFAULTS);
    List<OutgoingPacket> written = new ArrayList<>();
    List<EngineSession> ended = new ArrayList<>();
    eventLoop
        .submit(() -> {
          open(loop, new Recorder(new ArrayList<>(), true), ended);
          open(loop, new Recorder(written, false), ended);
        })
        .get(5, TimeUnit.SECONDS);
    eventLoop.submit(() -> {}).get(5, TimeUnit.SECONDS);
    assertThat(written).hasSize(1);
    assertThat(ended).hasSize(1);
    eventLoop.shutdownGracefully(0, 1, TimeUnit.SECONDS);
  }

  private static void open(LoopContext loop, Transport transport, List<EngineSession> ended) {
    HandshakeRequest request =
        new HandshakeRequest("/", Map.of(), Map.of(), new InetSocketAddress(0));
    new EngineSession(
            "sid", loop, EngineConfig.DEFAULTS, request, Dialect.V4, transport, ended::add)
        .open(TestServer.Told::new);
  }
}
