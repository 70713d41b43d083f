package ceres.bench.load;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/** What the load generator itself spends on a frame that it has read: it must stay small. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class ReceivedFrames {
  private static final int CLIENTS = 1_000;
  private static final int FRAMES = 64;

  private final List<Client> clients = new ArrayList<>();
  private final ByteBuffer in = ByteBuffer.allocateDirect(1 << 16);

  /** Writes the frames of 64 messages, as every client of a room gets them. */
  @Setup
  public void write() {
    for (int i = 0; i < CLIENTS; i++) {
      Client client = new Client(i, "token");
      client.seat = i;
      clients.add(client);
    }
    for (int number = 0; number < FRAMES; number++) {
      String packet =
          "42[\"new_message\",{\"id\":\"019aa1d8-7e2c-7d3a-b1a4-0f6c2b9d8e71\",\"content\":\""
              + StampTest.written(0, number, 0, number)
              + "x".repeat(58)
              + "\",\"roomId\":\"b-0\",\"userId\":\"00000000-0000-4000-8000-000000000000\","
              + "\"createdAt\":\"2026-11-22T10:05:00.123Z\",\"user\":{\"id\":"
              + "\"00000000-0000-4000-8000-000000000000\",\"name\":\"User 0\",\"avatar\":null}}]";
      in.put((byte) 0x81).put((byte) 126).putShort((short) packet.length());
      in.put(packet.getBytes(US_ASCII));
    }
  }

  /** All clients receive all messages. */
  @Benchmark
  @OperationsPerInvocation(CLIENTS * FRAMES)
  public long receive() throws IOException {
    int[] members = clients.stream().mapToInt(client -> client.index).toArray();
    Room room = new Room(0, "b-0", members);
    Ledger ledger = new Ledger(List.of(room), clients);
    ledger.window(0, Long.MAX_VALUE);
    for (int number = 0; number < FRAMES; number++) {
      int _ = ledger.send(room, number, number);
    }
    FrameReader reader = new FrameReader(new Conversation(new FrameWriter(100), ledger));
    for (Client client : clients) {
      int _ = reader.read(client, in, 0, in.position(), 1_000_000);
    }
    if (ledger.outstanding() != 0) {
      throw new IllegalStateException(ledger.outstanding() + " are missing");
    }
    return ledger.tally.deliveries();
  }
}
