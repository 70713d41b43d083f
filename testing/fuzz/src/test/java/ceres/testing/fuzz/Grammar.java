package ceres.testing.fuzz;

import ceres.socketio.protocol.EncodedPacket;
import ceres.socketio.protocol.PacketParser;
import ceres.socketio.protocol.SocketPacket;
import ceres.socketio.protocol.SocketPacket.Ack;
import ceres.socketio.protocol.SocketPacket.Connect;
import ceres.socketio.protocol.SocketPacket.ConnectError;
import ceres.socketio.protocol.SocketPacket.Disconnect;
import ceres.socketio.protocol.SocketPacket.Event;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What clients say, right or nearly right. The same generator makes the same words.
 *
 * <p>Confined to one thread.
 */
final class Grammar {
  private static final List<String> NAMESPACES =
      List.of(
          "/",
          "/",
          "/",
          "/",
          "/room-1",
          "/room-2",
          "/room-é",
          "/room-no",
          "/refused",
          "/slow",
          "/unknown");
  private static final List<String> EVENTS =
      List.of("echo", "say", "join", "leave", "shout", "slow", "ask", "bye", "unknown", "");
  private static final List<String> ENGINE =
      List.of(
          "1", "2", "2probe", "3", "3probe", "5", "6", "4", "0{}", "", "b", "7", "bAQID", "b4AQ");

  /** One message of Engine.IO: text with its type, or bytes. */
  @SuppressWarnings("ArrayRecordComponent") // nobody compares them
  record Message(boolean binary, byte[] data) {
    /** As a polling body has it. */
    String inBody(int version) {
      return binary
          ? (version == 3 ? "b4" : "b") + Base64.getEncoder().encodeToString(data)
          : new String(data, StandardCharsets.UTF_8);
    }
  }

  private final PacketParser parser;
  private final RandomGenerator random;
  private final Mutator mutator;

  Grammar(PacketParser parser, RandomGenerator random) {
    this.parser = parser;
    this.random = random;
    this.mutator = new Mutator(random);
  }

  /** True as often as one in so many. */
  boolean oneIn(int many) {
    return random.nextInt(many) == 0;
  }

  <T> T pick(List<T> some) {
    return some.get(random.nextInt(some.size()));
  }

  /** The messages that ask for the namespace {@code /}. */
  List<Message> connect() {
    return messages(new Connect("/", null));
  }

  /** The messages of one packet; every now and then they are no such. */
  List<Message> packet() {
    if (oneIn(5)) {
      return List.of(new Message(false, utf8(pick(ENGINE))));
    }
    List<Message> messages = new ArrayList<>(messages(socketPacket()));
    if (oneIn(3)) {
      int at = random.nextInt(messages.size());
      Message message = messages.get(at);
      messages.set(at, new Message(message.binary() ^ oneIn(10), mutator.change(message.data())));
    }
    if (messages.size() > 1 && oneIn(10)) {
      Message _ = messages.removeLast();
    }
    return messages;
  }

  /** Some bytes that were these. */
  byte[] changed(byte[] bytes) {
    byte[] changed = bytes;
    for (int i = random.nextInt(4); i >= 0; i--) {
      changed = mutator.change(changed);
    }
    return changed;
  }

  /** The body of a POST. */
  byte[] body(int version) {
    List<Message> messages = new ArrayList<>(packet());
    while (oneIn(2)) {
      messages.addAll(packet());
    }
    byte[] body = utf8(body(version, messages));
    return oneIn(8) ? changed(body) : body;
  }

  /** A body of these. */
  static String body(int version, List<Message> messages) {
    return messages.stream()
        .map(each -> each.inBody(version))
        .map(text -> version == 3 ? text.length() + ":" + text : text)
        .collect(Collectors.joining(version == 3 ? "" : "\u001e"));
  }

  private List<Message> messages(SocketPacket packet) {
    EncodedPacket encoded = parser.encode(packet);
    List<Message> messages = new ArrayList<>();
    if (encoded.text() != null) {
      messages.add(new Message(false, utf8("4" + encoded.text())));
    }
    encoded.binary().forEach(bytes -> messages.add(new Message(true, bytes)));
    return messages;
  }

  private SocketPacket socketPacket() {
    String namespace = pick(NAMESPACES);
    return switch (random.nextInt(12)) {
      case 0 -> new Connect(namespace, null);
      case 1 -> new Connect(namespace, Map.of("pid", "p", "offset", "o"));
      case 2 -> new Disconnect(namespace);
      case 3 -> new Ack(namespace, random.nextInt(5), args());
      case 4 -> new ConnectError(namespace, "no", null);
      case 5 -> new Event(namespace, (long) random.nextInt(9), pick(EVENTS), args());
      default -> new Event("/", oneIn(2) ? null : 7L, pick(EVENTS), args());
    };
  }

  private List<@Nullable Object> args() {
    List<@Nullable Object> args = new ArrayList<>();
    while (args.size() < 4 && !oneIn(3)) {
      args.add(value());
    }
    return args;
  }

  private @Nullable Object value() {
    return switch (random.nextInt(9)) {
      case 0 -> null;
      case 1 -> random.nextLong();
      case 2 -> random.nextDouble();
      case 3 -> new byte[random.nextInt(64)];
      case 4 -> List.of(true, List.of());
      case 5 -> Map.of("k", "é😀", "b", new byte[3]);
      case 6 -> "x".repeat(random.nextInt(oneIn(20) ? LiveServer.MAX_PAYLOAD * 2 : 200));
      default -> "hall";
    };
  }

  static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
