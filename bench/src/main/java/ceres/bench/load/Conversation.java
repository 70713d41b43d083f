package ceres.bench.load;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * What clients make of the packets that come: Engine.IO 4, Socket.IO 5 and the events of the chat,
 * by looking at a few bytes of each. Confined to the thread of its {@link Crowd}.
 */
final class Conversation implements FrameReader.Packets {
  private static final byte[] CONTENT = "\"content\":".getBytes(UTF_8);

  /** {@code 42["}, as one number. */
  private static final int EVENT = 0x34325b22;

  private static final int EVENT_NAME = 4;

  /** The character that tells {@code user_joined} from the other events of users. */
  private static final int EVENT_OF_USER = EVENT_NAME + "user_".length();

  private final FrameWriter writer;
  private final Ledger ledger;
  private final Tally tally;
  final Histogram connectTimes = new Histogram();
  final Histogram joinTimes = new Histogram();
  int ready;

  /** Where the stamp stood in the last message: mostly it stands there again. */
  private int usualPlace;

  Conversation(FrameWriter writer, Ledger ledger) {
    this.writer = writer;
    this.ledger = ledger;
    tally = ledger.tally;
  }

  @Override
  public void text(Client client, ByteBuffer in, int from, int end, long now) throws IOException {
    int length = end - from;
    if (length > EVENT_OF_USER && in.getInt(from) == EVENT) {
      event(client, in, from, end, now);
      return;
    }
    switch (length == 0 ? 0 : in.get(from)) {
      case '0' -> {
        client.state = Client.State.CONNECT;
        client.send(writer.text("40{\"token\":\"" + client.token + "\"}"));
      }
      case '1' -> throw new IOException("closed by Engine.IO");
      case '2' -> client.send(writer.text("3"));
      case '4' -> socketPacket(client, in, from, end, now);
      default -> {
        // A noop, or the answer to a ping that we never send.
      }
    }
  }

  private void socketPacket(Client client, ByteBuffer in, int from, int end, long now)
      throws IOException {
    int type = end - from < 2 ? 0 : in.get(from + 1);
    if (type == '0' && client.state == Client.State.CONNECT) {
      client.state = Client.State.READY;
      connectTimes.record(now - client.since);
      ready++;
    } else if (type == '1' || type == '4') {
      throw new IOException("refused: " + shown(in, from, end));
    }
  }

  private void event(Client client, ByteBuffer in, int from, int end, long now) throws IOException {
    switch (in.get(from + EVENT_NAME)) {
      case 'n' -> newMessage(client, in, from, end, now);
      case 'u' -> tally.joined += in.get(from + EVENT_OF_USER) == 'j' ? 1 : 0;
      case 'r' -> {
        tally.leastHistory = Math.min(tally.leastHistory, count(CONTENT, in, from, end));
        tally.histories++;
        joinTimes.record(now - client.since);
      }
      case 'e' -> {
        tally.errors++;
        tally.problem("an error event: " + shown(in, from, end));
      }
      default -> tally.stray++;
    }
  }

  private void newMessage(Client client, ByteBuffer in, int from, int end, long now)
      throws IOException {
    int at = from + usualPlace;
    if (!Stamp.isAt(in, at, end)) {
      at = Stamp.find(in, from, end);
      if (at < 0) {
        tally.stray++;
        return;
      }
      usualPlace = at - from;
    }
    Room own = ledger.receive(client, in, at, now);
    if (own != null && client.sendsOnEcho) {
      say(client, own, now, now);
    }
  }

  /** Sends a message, as one that was due at some time. */
  void say(Client client, Room room, long due, long now) throws IOException {
    int number = ledger.send(room, due, now);
    client.send(writer.message(room, number, client.index, due));
  }

  @Override
  public void ping(Client client, byte[] payload) throws IOException {
    client.send(writer.pong(payload));
  }

  private static int count(byte[] word, ByteBuffer in, int from, int end) {
    int count = 0;
    for (int at = from; at + word.length <= end; at++) {
      if (in.get(at) == word[0] && isAt(word, in, at)) {
        count++;
      }
    }
    return count;
  }

  private static boolean isAt(byte[] word, ByteBuffer in, int at) {
    for (int i = 1; i < word.length; i++) {
      if (in.get(at + i) != word[i]) {
        return false;
      }
    }
    return true;
  }

  private static String shown(ByteBuffer in, int from, int end) {
    byte[] some = new byte[Math.min(end - from, 120)];
    in.get(from, some);
    return new String(some, UTF_8);
  }

  /** The clients' connection to what is not ready any more. */
  void lost(Client client, @Nullable String why) {
    if (client.state == Client.State.READY) {
      ready--;
    }
    tally.lost++;
    tally.problem("client " + client.index + " was " + client.state + ": " + why);
  }
}
