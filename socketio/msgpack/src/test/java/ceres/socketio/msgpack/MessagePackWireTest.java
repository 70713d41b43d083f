package ceres.socketio.msgpack;

import static org.assertj.core.api.Assertions.assertThat;

import ceres.socketio.protocol.PacketException;
import ceres.socketio.protocol.SocketPacket;
import ceres.socketio.protocol.SocketPacket.Ack;
import ceres.socketio.protocol.SocketPacket.Connect;
import ceres.socketio.protocol.SocketPacket.ConnectError;
import ceres.socketio.protocol.SocketPacket.Disconnect;
import ceres.socketio.protocol.SocketPacket.Event;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** The bytes of packets, as {@code socket.io-msgpack-parser} 3.0.2 writes them. */
class MessagePackWireTest {

  static Stream<Arguments> packets() {
    return Stream.of(
        Arguments.of(new Connect("/", null), "82a47479706500a36e7370a12f"),
        Arguments.of(
            new Connect("/admin", Map.of("token", "123")),
            "83a47479706500a46461746181a5746f6b656ea3313233a36e7370a62f61646d696e"),
        Arguments.of(
            new Connect("/", Map.of("sid", "abc")),
            "83a47479706500a46461746181a3736964a3616263a36e7370a12f"),
        Arguments.of(new Disconnect("/admin"), "82a47479706501a36e7370a62f61646d696e"),
        Arguments.of(
            new Event("/", null, "hello", List.of(1L, -1L)),
            "83a47479706502a46461746193a568656c6c6f01ffa36e7370a12f"),
        Arguments.of(
            new Event("/", 128L, "hello", List.of()),
            "84a47479706502a46461746191a568656c6c6fa26964cc80a36e7370a12f"),
        Arguments.of(
            new Ack("/", 12, Arrays.asList(true, false, null)),
            "84a47479706503a46461746193c3c2c0a269640ca36e7370a12f"),
        Arguments.of(
            new ConnectError("/", "no", null),
            "83a47479706504a46461746181a76d657373616765a26e6fa36e7370a12f"));
  }

  @ParameterizedTest
  @MethodSource("packets")
  void aPacketIsOneMap(SocketPacket packet, String hex) throws PacketException {
    assertThat(Hex.of(packet)).isEqualTo(hex);
    assertThat(Hex.packet(hex)).isEqualTo(packet);
  }

  @Test
  void aRefusalCarriesData() {
    assertThat(Hex.of(new ConnectError("/", "no", Map.of("a", 1L))))
        .isEqualTo(
            "83a47479706504a46461746182a76d657373616765a26e6fa46461746181a16101a36e7370a12f");
  }

  @Test
  void keysMayComeInAnyOrderAndOthersAreIgnored() throws PacketException {
    assertThat(
            Hex.packet(
                "85a47479706502a46461746191a568656c6c6fa76f7074696f6e7381a8636f6d7072657373c3"
                    + "a2696400a36e7370a12f"))
        .isEqualTo(new Event("/", 0L, "hello", List.of()));
    assertThat(Hex.packet("84a269640ca47479706503a46461746193c3c2c0a36e7370a12f"))
        .isEqualTo(new Ack("/", 12, Arrays.asList(true, false, null)));
  }

  @Test
  void whatIsUndefinedInAPacketIsNotThere() throws PacketException {
    assertThat(Hex.packet("83a47479706500a464617461d40000a36e7370a12f"))
        .isEqualTo(new Connect("/", null));
    assertThat(Hex.packet("84a47479706502a46461746191a161a26964d40000a36e7370a12f"))
        .isEqualTo(new Event("/", null, "a", List.of()));
  }

  @Test
  void aRefusalMayBeAString() throws PacketException {
    assertThat(Hex.packet("83a47479706504a464617461a26e6fa36e7370a12f"))
        .isEqualTo(new ConnectError("/", "no", null));
  }

  @Test
  void anEventMayHaveANumberForAName() throws PacketException {
    assertThat(Hex.packet("83a47479706502a46461746191cd03e8a36e7370a12f"))
        .isEqualTo(new Event("/", null, "1000", List.of()));
  }

  @Test
  void bytesAreWhereTheyBelong() throws PacketException {
    String hex = Hex.event("81a17891c4020102");
    assertThat(Hex.of(new Event("/", null, "a", List.of(Map.of("x", List.of(new byte[] {1, 2}))))))
        .isEqualTo(hex);
    assertThat(Hex.arg("81a17891c4020102"))
        .usingRecursiveComparison()
        .isEqualTo(Map.of("x", List.of(new byte[] {1, 2})));
  }

  @Test
  void aConnectMayCarryBytesToo() throws PacketException {
    String hex = "83a47479706500a46461746181a16bc40101a36e7370a12f";
    assertThat(Hex.of(new Connect("/", Map.of("k", new byte[] {1})))).isEqualTo(hex);
    assertThat(((Connect) Hex.packet(hex)).payload()).containsEntry("k", new byte[] {1});
  }
}
