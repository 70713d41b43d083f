package ceres.testing.soak.world;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class TcpProxyTest {
  private static final int SOON = 200;
  private static final int PATIENCE = 10_000;

  private final ServerSocket listener = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
  private final TcpProxy proxy = new TcpProxy();
  private final Socket client;
  private final Socket server;

  TcpProxyTest() throws IOException {
    proxy.leadTo(listener.getLocalPort());
    client = new Socket(InetAddress.getLoopbackAddress(), proxy.port());
    server = listener.accept();
    client.setSoTimeout(PATIENCE);
    server.setSoTimeout(PATIENCE);
  }

  @BeforeEach
  void it_leads_there_and_back() throws IOException {
    client.getOutputStream().write(1);
    assertThat(server.getInputStream().read()).isEqualTo(1);
    server.getOutputStream().write(2);
    assertThat(client.getInputStream().read()).isEqualTo(2);
  }

  @AfterEach
  void close() throws IOException {
    client.close();
    server.close();
    listener.close();
    proxy.close();
  }

  @Test
  void the_end_of_one_side_is_passed_on_and_the_other_may_still_speak() throws IOException {
    client.shutdownOutput();
    assertThat(server.getInputStream().read()).isEqualTo(-1);
    server.getOutputStream().write(3);
    assertThat(client.getInputStream().read()).isEqualTo(3);
    server.close();
    assertThat(client.getInputStream().read()).isEqualTo(-1);
    await().until(() -> proxy.size() == 0);
  }

  @Test
  void a_cut_resets_both_sides() {
    proxy.cutAll();
    assertThatThrownBy(() -> client.getInputStream().read()).isInstanceOf(SocketException.class);
    assertThatThrownBy(() -> server.getInputStream().read()).isInstanceOf(SocketException.class);
    assertThat(proxy.size()).isZero();
  }

  @Test
  void what_is_held_comes_when_the_network_is_well_again() throws IOException {
    proxy.hold(Direction.THERE);
    client.getOutputStream().write(3);
    server.setSoTimeout(SOON);
    assertThatThrownBy(() -> server.getInputStream().read())
        .isInstanceOf(SocketTimeoutException.class);
    server.getOutputStream().write(4);
    assertThat(client.getInputStream().read()).isEqualTo(4);
    server.setSoTimeout(PATIENCE);
    proxy.heal();
    assertThat(server.getInputStream().read()).isEqualTo(3);
  }

  /** What the server says does not arrive, and what the client says does. */
  private void swallowBack() throws IOException {
    proxy.swallow(Direction.BACK);
    server.getOutputStream().write(3);
    client.getOutputStream().write(4);
    assertThat(server.getInputStream().read()).isEqualTo(4);
    client.setSoTimeout(SOON);
    assertThatThrownBy(() -> client.getInputStream().read())
        .isInstanceOf(SocketTimeoutException.class);
  }

  @Test
  void what_is_swallowed_never_comes_and_the_connection_ends_when_the_network_is_well_again()
      throws IOException {
    swallowBack();
    proxy.heal();
    assertThatThrownBy(() -> client.getInputStream().read()).isInstanceOf(SocketException.class);
  }

  @Test
  void nothing_follows_what_was_swallowed() throws IOException {
    swallowBack();
    proxy.slow(0);
    server.getOutputStream().write(5);
    assertThatThrownBy(() -> client.getInputStream().read())
        .isInstanceOf(SocketTimeoutException.class);
  }

  @Test
  void what_is_late_comes_in_order() throws IOException {
    proxy.slow(20);
    for (int i = 0; i < 20; i++) {
      client.getOutputStream().write(i);
    }
    for (int i = 0; i < 20; i++) {
      assertThat(server.getInputStream().read()).isEqualTo(i);
    }
  }

  @Test
  void nobody_comes_through_to_nowhere() throws IOException {
    proxy.leadTo(0);
    try (Socket another = new Socket(InetAddress.getLoopbackAddress(), proxy.port())) {
      another.setSoTimeout(PATIENCE);
      assertThatThrownBy(
              () -> {
                int end = another.getInputStream().read();
                throw new SocketException("end " + end);
              })
          .isInstanceOf(SocketException.class);
    }
  }
}
