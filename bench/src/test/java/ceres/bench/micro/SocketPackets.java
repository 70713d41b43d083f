package ceres.bench.micro;

import ceres.socketio.protocol.Decoded;
import ceres.socketio.protocol.EncodedPacket;
import ceres.socketio.protocol.JsonPacketParser;
import ceres.socketio.protocol.PacketDecoder;
import ceres.socketio.protocol.PacketException;
import ceres.socketio.protocol.PacketParser;
import ceres.socketio.protocol.SocketPacket;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/** Socket.IO's packets with the events of the chat. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class SocketPackets {
  private final PacketParser parser = new JsonPacketParser();
  private final PacketDecoder decoder = parser.newDecoder(PacketParser.DEFAULT_MAX_ATTACHMENTS);
  private String sendMessage = Chat.SEND_MESSAGE.substring(1);
  private String joinRoom = "20[\"join_room\",\"asteroid-2465633\"]";
  private SocketPacket newMessage = Chat.newMessage();
  private SocketPacket ack = Chat.ack();

  /** {@code send_message}. */
  @Benchmark
  public Decoded decodeSendMessage() throws PacketException {
    return decoder.decodeText(sendMessage);
  }

  /** {@code join_room} that wants to be acknowledged. */
  @Benchmark
  public Decoded decodeJoinRoom() throws PacketException {
    return decoder.decodeText(joinRoom);
  }

  /** {@code new_message}. */
  @Benchmark
  public EncodedPacket encodeNewMessage() {
    return parser.encode(newMessage);
  }

  /** The acknowledgement of a message. */
  @Benchmark
  public EncodedPacket encodeAck() {
    return parser.encode(ack);
  }
}
