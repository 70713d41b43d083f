package ceres.engineio.server;

/**
 * What {@link EngineConfig#allowRequest} says to a handshake. Immutable.
 *
 * @param accepted whether there will be a session
 * @param message what a client that is refused reads: {@code {"code":4,"message":…}}
 */
public record Admission(boolean accepted, String message) {

  /** A session is opened. */
  public static final Admission ACCEPTED = new Admission(true, "");

  /** Refused with the message {@code Forbidden}. */
  public static final Admission FORBIDDEN = refused("Forbidden");

  /** Refused with a message of one's own. */
  public static Admission refused(String message) {
    return new Admission(false, message);
  }
}
