package ceres.socketio.protocol;

import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

// Constructors are written out where a component has @Nullable inside its type: javac leaves those
// annotations out of the class file for the parameters of a compact one.

/**
 * A packet of the Socket.IO protocol, revision 5. <em>Immutable</em>, as long as nobody changes the
 * lists, maps and arrays it was given.
 *
 * <p>The wire knows seven types, here the binary ones are no others: an {@link Event} or {@link
 * Ack} with a {@code byte[]} anywhere in its arguments goes out as BINARY_EVENT or BINARY_ACK, and
 * comes back as what it was. Records compare their {@code byte[]} by identity.
 */
public sealed interface SocketPacket {
  /** The namespace every client may use without naming it. */
  String MAIN_NAMESPACE = "/";

  /** The highest acknowledgement id: 2<sup>53</sup> - 1, the last one JavaScript can count to. */
  long MAX_ID = (1L << 53) - 1;

  /** The namespace: starts with {@code /} and has no comma. */
  String namespace();

  /**
   * "Connection to a namespace": asked by the client, with what becomes the handshake's {@code
   * auth}; granted by the server, with the {@code sid}.
   *
   * @param payload an object, or null if there is none
   */
  record Connect(String namespace, @Nullable Map<String, @Nullable Object> payload)
      implements SocketPacket {
    /**
     * Checks its namespace.
     *
     * @throws IllegalArgumentException if the namespace is not one
     */
    public Connect(String namespace, @Nullable Map<String, @Nullable Object> payload) {
      requireNamespace(namespace);
      this.namespace = namespace;
      this.payload = payload;
    }
  }

  /** "Disconnection from a namespace", by either side. */
  record Disconnect(String namespace) implements SocketPacket {
    /**
     * Checks its namespace.
     *
     * @throws IllegalArgumentException if the namespace is not one
     */
    public Disconnect {
      requireNamespace(namespace);
    }
  }

  /**
   * "Sending and receiving data".
   *
   * @param id the id to acknowledge it with, from 0 to {@link #MAX_ID}, or null if nobody waits
   */
  record Event(String namespace, @Nullable Long id, String name, List<@Nullable Object> args)
      implements SocketPacket {
    private static final Set<String> RESERVED =
        Set.of(
            "connect",
            "connect_error",
            "disconnect",
            "disconnecting",
            "newListener",
            "removeListener");

    /**
     * Checks what the wire could not carry. A reserved name is not refused: see {@link
     * #isReserved}.
     *
     * @throws IllegalArgumentException if the namespace or id is not one
     */
    public Event(String namespace, @Nullable Long id, String name, List<@Nullable Object> args) {
      requireNamespace(namespace);
      if (id != null) {
        requireId(id);
      }
      this.namespace = namespace;
      this.id = id;
      this.name = name;
      this.args = args;
    }

    /** Whether this name belongs to the library, so that no peer may send it as an event. */
    public static boolean isReserved(String name) {
      return RESERVED.contains(name);
    }
  }

  /**
   * "Acknowledgement" of an event.
   *
   * @param id the id the event had
   */
  record Ack(String namespace, long id, List<@Nullable Object> args) implements SocketPacket {
    /**
     * Checks what the wire could not carry.
     *
     * @throws IllegalArgumentException if the namespace or id is not one
     */
    public Ack(String namespace, long id, List<@Nullable Object> args) {
      requireNamespace(namespace);
      requireId(id);
      this.namespace = namespace;
      this.id = id;
      this.args = args;
    }
  }

  /**
   * The refusal of a {@link Connect}: {@code {"message":…,"data":…}}.
   *
   * @param data more about it, not sent if null
   */
  record ConnectError(String namespace, String message, @Nullable Object data)
      implements SocketPacket {
    /**
     * Checks its namespace.
     *
     * @throws IllegalArgumentException if the namespace is not one
     */
    public ConnectError {
      requireNamespace(namespace);
    }
  }

  /**
   * The refusal of a {@link Connect} as clients of protocol revision 4 know it, where it is called
   * ERROR. It is only sent; one that comes is a {@link ConnectError}.
   *
   * @param payload any value, for example a message
   */
  record LegacyError(String namespace, Object payload) implements SocketPacket {
    /**
     * Checks its namespace.
     *
     * @throws IllegalArgumentException if the namespace is not one
     */
    public LegacyError {
      requireNamespace(namespace);
    }
  }

  /** Whether a packet can carry this namespace. */
  static boolean isNamespace(String namespace) {
    return namespace.startsWith("/") && namespace.indexOf(',') < 0;
  }

  /** Whether a packet can carry this acknowledgement id. */
  static boolean isId(long id) {
    return id >= 0 && id <= MAX_ID;
  }

  private static void requireNamespace(String namespace) {
    if (!isNamespace(namespace)) {
      throw new IllegalArgumentException("not a namespace: " + namespace);
    }
  }

  private static void requireId(long id) {
    if (!isId(id)) {
      throw new IllegalArgumentException("not an acknowledgement id: " + id);
    }
  }
}
