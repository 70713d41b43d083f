package ceres.testing.soak.check;

/** What is promised, and can be broken. */
public enum Rule {
  LOST("A message that was acknowledged or shown is stored, with that id."),
  STORED_TWICE("A message is stored once, however often it was sent."),
  DELIVERED_TWICE("A client gets a message as new_message once, and not if room_history had it."),
  GAP("From a room_history on, a client misses nothing of what the room's history has."),
  ORDER("Everybody gets the messages of a room in the order of its history."),
  SENDER_ORDER("Messages of one sender are stored in the order in which they were sent."),
  MISSED("Who was away gets by fetch_history what they missed, and at the end has everything."),
  INVENTED("What is received or stored was sent by that user, and to that room."),
  FOREIGN_ROOM("Nobody receives from a room that they have not joined."),
  ABSENT("When all faults are over, everybody comes back, and every send is answered.");

  private final String promise;

  Rule(String promise) {
    this.promise = promise;
  }

  /** A sentence. */
  public String promise() {
    return promise;
  }
}
