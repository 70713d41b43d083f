package ceres.testing.soak.fault;

/** What can be done to a world. */
public enum FaultKind {
  SERVER_KILLED(Place.SERVER, "kill -9 of the server"),
  SERVER_FROZEN(Place.SERVER, "SIGSTOP of the server"),
  SERVER_STOPPED(Place.SERVER, "SIGTERM of the server"),
  CLIENTS_CUT(Place.FRONT, "all clients cut off"),
  SOME_CLIENTS_CUT(Place.FRONT, "half of the clients cut off"),
  CLIENTS_HELD(Place.FRONT, "the clients' network stalls"),
  CLIENTS_UNHEARD(Place.FRONT, "what clients send vanishes"),
  CLIENTS_DEAF(Place.FRONT, "what clients are sent vanishes"),
  CLIENTS_LATE(Place.FRONT, "the clients' network is slow"),
  DATABASE_CUT(Place.BACK, "the server is cut off from the database"),
  SOME_DATABASE_CUT(Place.BACK, "half of the connections to the database are cut"),
  DATABASE_HELD(Place.BACK, "the database's network stalls"),
  DATABASE_UNHEARD(Place.BACK, "what the server asks the database vanishes"),
  DATABASE_DEAF(Place.BACK, "what the database answers vanishes"),
  DATABASE_LATE(Place.BACK, "the database's network is slow"),
  BACKEND_KILLED(Place.POSTGRES, "kill -9 of a process of PostgreSQL"),
  POSTGRES_CRASHED(Place.POSTGRES, "PostgreSQL ends like in a power failure"),
  POSTGRES_FROZEN(Place.POSTGRES, "SIGSTOP of PostgreSQL");

  /** Where it is done. Of two faults at once, each is elsewhere. */
  enum Place {
    SERVER,
    FRONT,
    BACK,
    POSTGRES
  }

  private final Place place;
  private final String sentence;

  FaultKind(Place place, String sentence) {
    this.place = place;
    this.sentence = sentence;
  }

  Place place() {
    return place;
  }

  /** For people. */
  public String sentence() {
    return sentence;
  }
}
