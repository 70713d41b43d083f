package ceres.bench.load;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * The clients of one measurement, and all that they do, in the thread that made it: each method
 * that takes time runs the selector meanwhile. Confined to that thread.
 */
public final class Crowd implements AutoCloseable {
  private static final int LOOPBACK_ADDRESSES = 8;

  private final Endpoint endpoint;
  private final Selector selector = Selector.open();
  private final ByteBuffer in = ByteBuffer.allocateDirect(1 << 20);
  private final List<Client> clients = new ArrayList<>();
  private final FrameWriter writer;
  private final Ledger ledger;
  private final Conversation conversation;
  private final FrameReader reader;
  private int begun;
  private long lastReceived = System.nanoTime();

  /**
   * A crowd that is not connected yet.
   *
   * @param roomPrefix what the names of its rooms begin with
   * @param contentLength how long each message is, 42 to 1,000 characters
   */
  public Crowd(Endpoint endpoint, Seating seating, String roomPrefix, int contentLength)
      throws IOException {
    this.endpoint = endpoint;
    String[] tokens = new String[seating.users()];
    Arrays.setAll(tokens, user -> Token.mint(endpoint.secret(), user));
    for (int i = 0; i < seating.clients(); i++) {
      clients.add(new Client(i, tokens[i % tokens.length]));
    }
    List<Room> rooms = new ArrayList<>();
    for (int[] members : seating.members()) {
      rooms.add(new Room(rooms.size(), roomPrefix + rooms.size(), members));
      for (int seat = 0; seat < members.length; seat++) {
        clients.get(members[seat]).seat = seat;
      }
    }
    writer = new FrameWriter(contentLength);
    ledger = new Ledger(rooms, clients);
    conversation = new Conversation(writer, ledger);
    reader = new FrameReader(conversation);
  }

  public Tally tally() {
    return ledger.tally;
  }

  /** From due to seen, of all deliveries in the window. */
  public Histogram latency() {
    return ledger.latency;
  }

  /** From due to sent, of all messages in the window: what the generator itself is late. */
  public Histogram lag() {
    return ledger.lag;
  }

  /** From the connect to the answer to the token. */
  public Histogram connectTimes() {
    return conversation.connectTimes;
  }

  /** From {@code join_room} to {@code room_history}. */
  public Histogram joinTimes() {
    return conversation.joinTimes;
  }

  public Outcome outcome() {
    return ledger.outcome();
  }

  /** The longest time in which nothing came though something was due, in nanoseconds. */
  public long longestPause() {
    return ledger.longestPause();
  }

  /** Forgets the joins so far, and what came of them. */
  public void forgetJoins() {
    conversation.joinTimes.clear();
    tally().joined = 0;
    tally().leastHistory = Integer.MAX_VALUE;
  }

  /** When something came last, by {@link System#nanoTime}. */
  public long lastReceived() {
    return lastReceived;
  }

  /** Measures the messages that are due from one time to before another. */
  public void window(long start, long end) {
    ledger.window(start, end);
  }

  /**
   * Connects the clients up to a number.
   *
   * @param burst how many at most are on the way at any time
   * @throws IOException if one of them is not let in, or not all in time
   */
  public void connect(int upTo, int burst, Duration within) throws IOException {
    long end = System.nanoTime() + within.toNanos();
    while (conversation.ready < upTo) {
      while (begun < upTo && begun - conversation.ready < burst) {
        begin(clients.get(begun++));
      }
      pump(System.nanoTime() + 100_000_000);
      check(end, conversation.ready + " of " + upTo + " clients connected");
    }
  }

  /**
   * Has everybody join their rooms; each join waits for its {@code room_history}.
   *
   * @param window how many joins at most are on the way at any time
   */
  public void join(int window, Duration within) throws IOException {
    long end = System.nanoTime() + within.toNanos();
    long before = tally().histories();
    long wanted = before + ledger.rooms.stream().mapToInt(room -> room.members.length).sum();
    long begin = before;
    for (Room room : ledger.rooms) {
      for (int member : room.members) {
        while (begin - tally().histories() >= window) {
          pump(System.nanoTime() + 100_000_000);
          check(end, tally().histories() + " of " + wanted + " joins answered");
        }
        join(member, room.index);
        begin++;
      }
    }
    while (tally().histories() < wanted) {
      pump(System.nanoTime() + 100_000_000);
      check(end, tally().histories() + " of " + wanted + " joins answered");
    }
  }

  /** Has one client join a room, without waiting for anything. */
  public void join(int client, int room) throws IOException {
    emit(client, "42[\"join_room\",\"" + ledger.rooms.get(room).name + "\"]");
    clients.get(client).since = System.nanoTime();
  }

  /** Has one client leave a room, without waiting for anything. */
  public void leave(int client, int room) throws IOException {
    emit(client, "42[\"leave_room\",\"" + ledger.rooms.get(room).name + "\"]");
  }

  private void emit(int client, String packet) throws IOException {
    clients.get(client).send(writer.text(packet));
  }

  /** Sends a message of whose turn it is in a room. */
  public void sendInTurn(int room, long due) throws IOException {
    Room where = ledger.rooms.get(room);
    send(where.nextSender(), room, due);
  }

  /** Sends a message. */
  public void send(int client, int room, long due) throws IOException {
    Client sender = clients.get(client);
    conversation.say(sender, ledger.rooms.get(room), due, System.nanoTime());
  }

  /** Whether a client sends a new message whenever one of its own came back. */
  public void sendOnEcho(int client, boolean on) {
    clients.get(client).sendsOnEcho = on;
  }

  /** Wakes this thread at the times of a schedule, until it is closed. */
  public Pacer pacer(long start, double step) {
    return Pacer.start(selector, start, step);
  }

  /** One turn of the selector, which takes until a time at most, if nothing comes. */
  public void pump(long until) throws IOException {
    long left = until - System.nanoTime();
    if (left <= 0) {
      selector.selectNow(this::ready);
    } else {
      selector.select(this::ready, (left + 999_999) / 1_000_000);
    }
  }

  /** Receives until a time. */
  public void pumpUntil(long time) throws IOException {
    while (System.nanoTime() < time) {
      pump(time);
    }
  }

  /** Receives until nothing has come for a while, or the time is up. */
  public void settle(Duration idle, Duration atMost) throws IOException {
    long end = System.nanoTime() + atMost.toNanos();
    lastReceived = System.nanoTime();
    while (System.nanoTime() < Math.min(end, lastReceived + idle.toNanos())) {
      pump(Math.min(end, lastReceived + idle.toNanos()));
    }
  }

  /** Receives until all that was sent is delivered, or the time is up. */
  public void drain(Duration atMost) throws IOException {
    long end = System.nanoTime() + atMost.toNanos();
    while (ledger.outstanding() > 0 && System.nanoTime() < end) {
      pump(end);
    }
  }

  private void begin(Client client) throws IOException {
    SocketChannel channel = SocketChannel.open();
    client.channel = channel;
    channel.configureBlocking(false);
    channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
    if (endpoint.host().startsWith("127.")) {
      // From several addresses, so that there are enough ports.
      int last = 2 + client.index % LOOPBACK_ADDRESSES;
      channel.bind(new InetSocketAddress(InetAddress.ofLiteral("127.0.0." + last), 0));
    }
    client.state = Client.State.TCP;
    client.since = System.nanoTime();
    boolean there = channel.connect(new InetSocketAddress(endpoint.host(), endpoint.port()));
    client.key =
        channel.register(selector, there ? SelectionKey.OP_READ : SelectionKey.OP_CONNECT, client);
    if (there) {
      upgrade(client);
    }
  }

  private void upgrade(Client client) throws IOException {
    client.state = Client.State.UPGRADE;
    client.send(writer.upgrade(endpoint.host(), endpoint.port()));
  }

  private void ready(SelectionKey key) {
    Client client = (Client) key.attachment();
    try {
      if (key.isConnectable() && key.channel() instanceof SocketChannel channel) {
        channel.finishConnect();
        key.interestOps(SelectionKey.OP_READ);
        upgrade(client);
      }
      if (key.isWritable()) {
        client.flush();
      }
      if (key.isReadable() && key.channel() instanceof SocketChannel channel) {
        read(client, channel);
      }
    } catch (IOException e) {
      lose(client, e);
    }
  }

  private void read(Client client, SocketChannel channel) throws IOException {
    in.clear().put(client.unread);
    if (channel.read(in) < 0) {
      throw new IOException("the server hung up");
    }
    long now = System.nanoTime();
    lastReceived = now;
    int end = in.position();
    int at = client.state == Client.State.UPGRADE ? upgraded(client, end) : 0;
    at = client.state == Client.State.UPGRADE ? at : reader.read(client, in, at, end, now);
    if (at < end) {
      client.unread = new byte[end - at];
      in.get(at, client.unread);
    } else {
      client.unread = Client.NOTHING;
    }
  }

  /** Where the answer to the upgrade ends; 0 if it has not come yet. */
  private int upgraded(Client client, int end) throws IOException {
    byte[] bytes = new byte[Math.min(end, 4_096)];
    in.get(0, bytes);
    String answer = new String(bytes, ISO_8859_1);
    int blank = answer.indexOf("\r\n\r\n");
    if (blank < 0) {
      return 0;
    }
    if (!answer.startsWith("HTTP/1.1 101 ")) {
      throw new IOException(answer.substring(0, answer.indexOf('\r')));
    }
    client.state = Client.State.OPEN;
    return blank + 4;
  }

  private void lose(Client client, IOException why) {
    conversation.lost(client, why.getMessage());
    try {
      client.close();
    } catch (IOException e) {
      tally().problem(String.valueOf(e.getMessage()));
    }
  }

  private void check(long end, String state) throws IOException {
    if (tally().lost() > 0 || System.nanoTime() > end) {
      String why = tally().firstProblem();
      throw new IOException("only " + state + (why == null ? " in time" : ": " + why));
    }
  }

  /** Has some vanish without a word: their connections end, and they may come back. */
  public void vanish(int everyNth) throws IOException {
    for (int i = 0; i < clients.size(); i += everyNth) {
      clients.get(i).close();
    }
  }

  /** Has everybody say goodbye, so that nobody is waited for to come back, and disconnects them. */
  @Override
  public void close() throws IOException {
    for (Client client : clients) {
      try {
        if (client.state == Client.State.READY) {
          client.send(writer.text("41"));
        }
      } catch (IOException e) {
        conversation.lost(client, e.getMessage());
      }
      client.close();
    }
    selector.close();
  }
}
