package ceres.testing.fuzz;

import ceres.testing.fuzz.Grammar.Message;
import ceres.testing.wire.RawHttp;
import ceres.testing.wire.RawWebSocket;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.LongAdder;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;
import java.util.zip.Deflater;

/** By WebSocket: valid packets, damaged ones, control frames, fragments, compressed garbage. */
final class HostileWebSocket extends HostileClient {
  private static final int TEXT = 0x81;
  private static final int BINARY = 0x82;
  private static final int COMPRESSED = 0x40;
  private static final List<Integer> CONTROL = List.of(0x88, 0x89, 0x8a, 0x80, 0x00, 0x83, 0xf1);

  private final boolean deflate;

  HostileWebSocket(int port, Grammar grammar, RandomGenerator random, LongAdder writes) {
    super(port, grammar, random, writes);
    this.deflate = grammar.oneIn(2);
  }

  @Override
  void run() throws IOException {
    RawHttp connection = connect();
    String[] headers =
        Stream.concat(
                Stream.of(RawWebSocket.UPGRADE),
                deflate ? Stream.of("Sec-WebSocket-Extensions: permessage-deflate") : Stream.of())
            .toArray(String[]::new);
    send(connection, request("GET", target("websocket"), new byte[0], headers));
    if (!grammar.oneIn(20)) {
      for (Message message : grammar.connect()) {
        send(connection, frame(message));
      }
    }
    for (int steps = random.nextInt(12); steps > 0; steps--) {
      step(connection);
      drain(connection);
    }
    if (grammar.oneIn(4)) {
      awaitEnd(connection);
    }
  }

  private void step(RawHttp connection) throws IOException {
    switch (random.nextInt(10)) {
      case 0 -> {
        byte[] payload = new byte[random.nextInt(grammar.oneIn(4) ? 200 : 20)];
        send(connection, RawWebSocket.masked(grammar.pick(CONTROL), payload));
      }
      case 1 -> fragments(connection);
      case 2 -> {
        for (Message message : grammar.packet()) {
          send(connection, grammar.changed(frame(message)));
        }
      }
      case 3 -> {
        byte[] frame = frame(grammar.packet().getFirst());
        send(connection, Arrays.copyOf(frame, random.nextInt(frame.length + 1)));
      }
      default -> {
        ByteArrayOutputStream frames = new ByteArrayOutputStream();
        grammar.packet().forEach(message -> frames.writeBytes(frame(message)));
        send(connection, frames.toByteArray());
      }
    }
  }

  private byte[] frame(Message message) {
    int opcode = message.binary() ? BINARY : TEXT;
    byte[] data = message.data();
    if (message.binary() && version == 3) {
      byte[] typed = new byte[data.length + 1];
      typed[0] = 4;
      System.arraycopy(data, 0, typed, 1, data.length);
      data = typed;
    }
    return deflate && grammar.oneIn(2)
        ? RawWebSocket.masked(opcode | COMPRESSED, compressed(data))
        : RawWebSocket.masked(opcode, data);
  }

  private byte[] compressed(byte[] data) {
    byte[] large = grammar.oneIn(10) ? new byte[LiveServer.MAX_PAYLOAD * 3] : data;
    Deflater deflater = new Deflater(Deflater.BEST_SPEED, true);
    deflater.setInput(large);
    byte[] buffer = new byte[large.length + 64];
    int length = deflater.deflate(buffer, 0, buffer.length, Deflater.SYNC_FLUSH);
    deflater.end();
    byte[] whole = Arrays.copyOf(buffer, Math.max(0, length - 4));
    return grammar.oneIn(4) ? grammar.changed(whole) : whole;
  }

  private void fragments(RawHttp connection) throws IOException {
    byte[] data = grammar.packet().getFirst().data();
    int cut = random.nextInt(data.length + 1);
    send(connection, RawWebSocket.masked(0x01, Arrays.copyOf(data, cut)));
    if (grammar.oneIn(4)) {
      step(connection);
    }
    byte[] rest = Arrays.copyOfRange(data, cut, data.length);
    send(connection, RawWebSocket.masked(grammar.oneIn(8) ? 0x01 : 0x80, rest));
  }
}
