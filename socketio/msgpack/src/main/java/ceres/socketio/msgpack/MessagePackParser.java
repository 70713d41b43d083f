package ceres.socketio.msgpack;

import ceres.socketio.protocol.Decoded;
import ceres.socketio.protocol.EncodedPacket;
import ceres.socketio.protocol.PacketDecoder;
import ceres.socketio.protocol.PacketException;
import ceres.socketio.protocol.PacketParser;
import ceres.socketio.protocol.SocketPacket;
import java.util.List;

/**
 * Packets for clients with {@code socket.io-msgpack-parser} 3. Each is one binary message, a map:
 *
 * <pre>{@code
 * {type: 2, data: ["hello", 1, <bytes>], id: 12, nsp: "/"}
 * }</pre>
 *
 * <p>{@code id} is there for what is to be acknowledged and for acknowledgements, and {@code data}
 * where there is a payload. Other keys are ignored. There are no attachments: bytes are where they
 * belong, in any packet.
 *
 * <p>What is read:
 *
 * <table>
 * <caption>From MessagePack to values</caption>
 * <tr><td>int, uint</td><td>{@code Long}, from 2<sup>63</sup> {@code BigInteger}</td></tr>
 * <tr><td>float 32, float 64</td><td>{@code Double}, also NaN and the infinities</td></tr>
 * <tr><td>str</td><td>{@code String}; refused if it is not UTF-8</td></tr>
 * <tr><td>bin; ext 8, 16 and 32 of type 0, a JavaScript {@code ArrayBuffer}</td>
 *     <td>{@code byte[]}</td></tr>
 * <tr><td>fixext 8 of type 0, a JavaScript {@code Date}</td>
 *     <td>{@code String} as {@code Date.toJSON} makes it, {@code 2026-11-22T12:00:00.000Z}</td></tr>
 * <tr><td>fixext 1 of type 0, JavaScript's {@code undefined}</td>
 *     <td>as in JSON: null in an array, and no such key in an object</td></tr>
 * <tr><td>any other extension; a key that is no str</td><td>refused</td></tr>
 * </table>
 *
 * <p>What is written: numbers and lengths in the shortest form, whole {@code Double}s that
 * JavaScript can count to as integers, a {@code BigInteger} of more than 64 bits as float 64, half
 * a surrogate pair as U+FFFD.
 */
public record MessagePackParser() implements PacketParser {
  @Override
  public EncodedPacket encode(SocketPacket packet) {
    return new EncodedPacket(null, List.of(MessagePackWriter.write(packet)));
  }

  @Override
  public PacketDecoder newDecoder(int maxAttachments) {
    if (maxAttachments < 0) {
      throw new IllegalArgumentException("maxAttachments is negative");
    }
    return Decoder.INSTANCE;
  }

  /** A packet is one message, so there is no state. */
  private enum Decoder implements PacketDecoder {
    INSTANCE;

    @Override
    public Decoded decodeText(String text) throws PacketException {
      throw new PacketException("text where MessagePack is due");
    }

    @Override
    public Decoded decodeBinary(byte[] bytes) throws PacketException {
      return new Decoded.Complete(MessagePackReader.read(bytes));
    }
  }
}
