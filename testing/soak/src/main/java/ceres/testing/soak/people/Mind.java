package ceres.testing.soak.people;

import ceres.testing.soak.ledger.Entry;
import ceres.testing.soak.ledger.Ledger;
import ceres.testing.soak.ledger.Told;
import ceres.testing.wire.Transport;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * What somebody knows: what they hear changes it, and is entered into the ledger.
 *
 * <p>Thread-safe by its monitor: the thread of the conversation tells, that of the person asks.
 */
final class Mind implements Conversation.Listener {
  private final String name;
  private final Ledger ledger;
  private final Figures figures;
  private final Map<String, Place> places = new LinkedHashMap<>();
  private final Sayings sayings = new Sayings();
  private @Nullable String pid;
  private @Nullable String offset;
  private Transport transport = Transport.WEBSOCKET;
  private boolean connected;
  private boolean present;
  private boolean everConnected;
  private boolean recovered;
  private boolean quiet;
  private boolean over;

  Mind(String name, List<String> rooms, Ledger ledger, Figures figures) {
    this.name = name;
    this.ledger = ledger;
    this.figures = figures;
    rooms.forEach(room -> places.put(room, new Place()));
  }

  // ---- what the person wants

  synchronized void beQuiet() {
    quiet = true;
    notifyAll();
  }

  synchronized boolean isQuiet() {
    return quiet;
  }

  synchronized void end() {
    over = true;
    notifyAll();
  }

  synchronized boolean isOver() {
    return over;
  }

  /** Waits, but not beyond the end of the run. */
  synchronized void pause(long millis) {
    long end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(millis);
    for (long left = end - System.nanoTime(); left > 0 && !over; left = end - System.nanoTime()) {
      await(left);
    }
  }

  /** Waits until something happens, or the time is over. */
  synchronized void await(long nanos) {
    try {
      TimeUnit.NANOSECONDS.timedWait(this, nanos);
    } catch (InterruptedException e) {
      over = true;
    }
  }

  // ---- the connection

  /** Another connection is about to be opened; the payload of its CONNECT. */
  synchronized Map<String, String> connecting(Transport by, String token) {
    Map<String, String> auth = new HashMap<>();
    auth.put("token", token);
    if (pid != null) {
      auth.put("pid", pid);
    }
    if (pid != null && offset != null) {
      auth.put("offset", offset);
    }
    transport = by;
    return auth;
  }

  @Override
  public synchronized void connected(JsonNode answer) {
    String itsPid = answer.path("pid").asString("");
    boolean again = itsPid.equals(pid);
    pid = itsPid;
    offset = again ? offset : null;
    recovered = again;
    connected = true;
    if (everConnected) {
      (again ? figures.recovered : figures.begunAnew).increment();
    }
    everConnected = true;
    ledger.add(at -> new Entry.Connected(at, name, transport.text(), again));
    notifyAll();
  }

  @Override
  public synchronized void ended(String why) {
    connected = false;
    present = false;
    notifyAll();
  }

  /** All rooms are entered. */
  synchronized void arrived(Conversation current) {
    present = !current.isOver();
  }

  synchronized boolean isPresent() {
    return present;
  }

  /** Whether they are in all their rooms, miss nothing, and wait for no answer. */
  synchronized boolean isSettled() {
    return connected && sayings.isEmpty() && places.values().stream().allMatch(Place::isWhole);
  }

  // ---- rooms

  private Place place(String room) {
    Place place = places.get(room);
    if (place == null) {
      throw new IllegalStateException("no place of theirs: " + room);
    }
    return place;
  }

  boolean isIn(String room) {
    return places.containsKey(room);
  }

  synchronized @Nullable UUID newest(String room) {
    return place(room).newest();
  }

  synchronized @Nullable UUID complete(String room) {
    return place(room).complete();
  }

  /** Whether they have to join a room again, because they did not recover, or were not in it. */
  synchronized boolean mustJoin(String room) {
    if (!recovered) {
      place(room).exit();
    }
    return !place(room).isWhole();
  }

  /** A page from where nothing was missing is here. */
  synchronized void read(String room, List<Told> messages) {
    messages.forEach(message -> place(room).completeUpTo(message.id()));
  }

  synchronized void forgetWhatIsComplete(String room) {
    place(room).forgetWhatIsComplete();
  }

  synchronized void setWhole(String room) {
    place(room).setWhole();
    notifyAll();
  }

  /** They want to leave a room; false if they had better wait for answers there. */
  synchronized boolean leave(String room) {
    if (quiet || sayings.isWaitingIn(room)) {
      return false;
    }
    place(room).exit();
    return true;
  }

  // ---- what is said

  synchronized void said(Saying saying) {
    sayings.said(saying, ledger.now());
  }

  synchronized List<Saying> unanswered() {
    return sayings.unanswered();
  }

  synchronized List<Saying> takeRefused() {
    return sayings.takeRefused();
  }

  synchronized boolean hasRefused() {
    return sayings.hasRefused();
  }

  synchronized boolean isWaitingLongerThan(long millis) {
    return sayings.isWaitingSince(ledger.now() - millis);
  }

  /** A send is answered. Of what is refused they say half again, as people do. */
  synchronized void answered(Saying saying, JsonNode answer) {
    long took = sayings.answered(saying, ledger.now());
    figures.longestMillis.accumulateAndGet(took, Math::max);
    if (Person.isOk(answer)) {
      UUID id = id(answer.get("message"));
      ledger.add(at -> new Entry.Acknowledged(at, name, saying.text(), id));
      figures.acknowledged.increment();
    } else {
      String code = answer.path("code").asString("");
      ledger.add(at -> new Entry.Refused(at, name, saying.text(), code));
      figures.notSaved.increment();
      if (saying.clientId().hashCode() % 2 == 0) {
        sayings.refused(saying);
      }
    }
    notifyAll();
  }

  // ---- what is heard

  @Override
  public synchronized void heard(JsonNode event) {
    JsonNode payload = event.get(1);
    switch (event.get(0).asString()) {
      case "room_history" -> {
        String room = payload.get("roomId").asString();
        List<Told> messages = told(payload.get("messages"));
        ledger.add(at -> new Entry.Joined(at, name, room, messages));
        place(room).enter(messages.stream().map(Told::id).toList());
      }
      case "new_message" -> {
        String room = payload.get("roomId").asString();
        UUID id = id(payload);
        String text = payload.get("content").asString();
        ledger.add(at -> new Entry.Live(at, name, room, id, text));
        figures.delivered.increment();
        if (places.containsKey(room)) {
          place(room).saw(id);
        }
      }
      default -> {
        // Who comes and goes is not looked at.
      }
    }
    JsonNode last = event.get(event.size() - 1);
    if (event.size() > 1 && last.isString()) {
      offset = last.asString();
    }
  }

  static List<Told> told(JsonNode messages) {
    List<Told> told = new ArrayList<>(messages.size());
    messages.forEach(message -> told.add(new Told(id(message), message.get("content").asString())));
    return told;
  }

  private static UUID id(JsonNode message) {
    return UUID.fromString(message.get("id").asString());
  }

  /** The connection was lost, or could not be had. */
  void lost(IOException e) {
    ledger.add(at -> new Entry.Lost(at, name, String.valueOf(e.getMessage())));
  }
}
