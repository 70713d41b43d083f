package ceres.engineio.server;

import ceres.engineio.protocol.Engine3Codec;
import ceres.engineio.protocol.EnginePacket;
import ceres.engineio.protocol.EnginePacket.BinaryMessage;
import ceres.engineio.protocol.EnginePacket.Open;
import ceres.engineio.protocol.EnginePacket.Ping;
import ceres.engineio.protocol.EnginePacket.Pong;
import ceres.engineio.protocol.MalformedPacketException;
import ceres.engineio.protocol.OpenPayload;
import ceres.engineio.protocol.PacketCodec;
import ceres.engineio.protocol.PayloadCodec;
import ceres.engineio.server.SessionEvent.ClientPinged;
import ceres.engineio.server.SessionEvent.Received;
import ceres.engineio.server.SessionEvent.TransportGone;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;

/**
 * The version of Engine.IO that a client speaks: how packets are written, and who pings. A session
 * keeps that of its handshake.
 */
enum Dialect {
  V4,
  V3,
  /** Engine.IO 3 for a client that cannot read binary frames: {@code b64=1}. */
  V3_BASE64;

  /** What a handshake's query asks for; version 4 if it asks for nothing that is known. */
  static Dialect of(Map<String, String> query) {
    if (!"3".equals(query.get("EIO"))) {
      return V4;
    }
    return query.getOrDefault("b64", "").isEmpty() ? V3 : V3_BASE64;
  }

  /** The number of the version. */
  int version() {
    return this == V4 ? 4 : 3;
  }

  /** Whether the client pings, and the server answers. */
  boolean clientPings() {
    return this != V4;
  }

  /** The OPEN of a session that begins with a transport. */
  OutgoingPacket opening(String sid, TransportName transport, EngineConfig config) {
    boolean mayUpgrade =
        config.allowUpgrades()
            && transport == TransportName.POLLING
            && config.transports().contains(TransportName.WEBSOCKET);
    return OutgoingPacket.of(
        new Open(
            new OpenPayload(
                sid,
                mayUpgrade ? List.of(TransportName.WEBSOCKET.text()) : List.of(),
                config.pingInterval().toMillis(),
                config.pingTimeout().toMillis(),
                this == V4 ? config.maxPayload() : 0)));
  }

  /** What a packet of the carrying transport means to the session's life. */
  SessionEvent received(EnginePacket packet) {
    if (clientPings() && packet instanceof Ping(String data)) {
      return new ClientPinged(data);
    }
    if (clientPings() && packet instanceof Pong) {
      return new TransportGone(CloseReason.TRANSPORT_ERROR);
    }
    return new Received(packet);
  }

  /** The packet in a text frame. */
  EnginePacket decode(String text) throws MalformedPacketException {
    return this == V4 ? PacketCodec.decode(text) : Engine3Codec.decode(text);
  }

  /** The packet in a binary frame. */
  EnginePacket decode(byte[] frame) throws MalformedPacketException {
    return this == V4 ? new BinaryMessage(frame) : Engine3Codec.decode(frame);
  }

  /**
   * The packets in a polling body.
   *
   * @param octets whether it says that it is bytes, which means something in version 3 only
   */
  List<EnginePacket> decodePayload(byte[] body, boolean octets) throws MalformedPacketException {
    if (this != V4 && octets) {
      return Engine3Codec.decodePayload(body);
    }
    String text;
    try {
      text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(body)).toString();
    } catch (CharacterCodingException e) {
      throw new MalformedPacketException("text that is not UTF-8");
    }
    return this == V4 ? PayloadCodec.decode(text) : Engine3Codec.decodePayload(text);
  }

  /** The polling body that carries packets. */
  String join(List<OutgoingPacket> packets) {
    return this == V4
        ? PayloadCodec.join(packets.stream().map(OutgoingPacket::pollingText).toList())
        : Engine3Codec.join(packets.stream().map(OutgoingPacket::pollingText3).toList());
  }

  /**
   * The frame of a packet for a connection that negotiated permessage-deflate.
   *
   * @param threshold the least payload that is compressed
   */
  byte[] deflatedFrame(OutgoingPacket packet, int threshold) {
    return switch (this) {
      case V4 -> packet.deflatedFrame(threshold);
      case V3 -> packet.deflatedFrame3(threshold);
      case V3_BASE64 -> frame(packet);
    };
  }

  /** The frame of a packet. */
  byte[] frame(OutgoingPacket packet) {
    return switch (this) {
      case V4 -> packet.frame();
      case V3 -> packet.frame3();
      case V3_BASE64 -> OutgoingPacket.textFrame(packet.pollingText3());
    };
  }
}
