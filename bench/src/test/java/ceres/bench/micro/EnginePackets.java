package ceres.bench.micro;

import ceres.engineio.protocol.EnginePacket;
import ceres.engineio.protocol.MalformedPacketException;
import ceres.engineio.protocol.PacketCodec;
import ceres.engineio.server.OutgoingPacket;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/** Engine.IO's packets, and the WebSocket frames that they leave in. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class EnginePackets {
  private String received = Chat.SEND_MESSAGE;
  private String pong = "3";
  private String toSend = Chat.NEW_MESSAGE.substring(1);
  private EnginePacket message = new EnginePacket.TextMessage(toSend);

  /** A message of a client. */
  @Benchmark
  public EnginePacket decodeMessage() throws MalformedPacketException {
    return PacketCodec.decode(received);
  }

  /** The answer to a ping. */
  @Benchmark
  public EnginePacket decodePong() throws MalformedPacketException {
    return PacketCodec.decode(pong);
  }

  /** A message as text. */
  @Benchmark
  public String encodeMessage() {
    return PacketCodec.encode(message);
  }

  /** A message with its WebSocket frame, as it goes to all members of a room. */
  @Benchmark
  public OutgoingPacket frame() {
    return OutgoingPacket.text(toSend);
  }
}
