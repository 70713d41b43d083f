package ceres.socketio.server;

import static java.nio.charset.StandardCharsets.UTF_8;

import ceres.engineio.server.Session;
import ceres.socketio.protocol.SocketPacket;
import ceres.socketio.protocol.SocketPacket.Connect;
import ceres.socketio.protocol.SocketPacket.ConnectError;
import ceres.socketio.protocol.SocketPacket.LegacyError;
import java.net.URLDecoder;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The revision of the Socket.IO protocol that a client speaks, which its Engine.IO tells. They
 * differ in how a client gets into a namespace, and in nothing else. Immutable.
 */
enum Revision {
  /** Socket.IO 3 and 4. */
  V5 {
    @Override
    Connect asked(Connect packet) {
      return packet;
    }

    @Override
    Connect granted(String namespace, String sid, @Nullable String pid) {
      Map<String, @Nullable Object> answer = new LinkedHashMap<>();
      answer.put("sid", sid);
      if (pid != null) {
        answer.put("pid", pid);
      }
      return new Connect(namespace, answer);
    }

    @Override
    SocketPacket refused(String namespace, ConnectionRefusedException refusal) {
      return new ConnectError(namespace, refusal.reason(), refusal.data());
    }
  },

  /**
   * Socket.IO 2: in the namespace {@code /} without asking; of its socket id it makes one itself,
   * from the session's; its {@code auth} for another namespace is a query behind that one's name.
   */
  V4 {
    @Override
    Connect asked(Connect packet) {
      String address = packet.namespace();
      int mark = address.indexOf('?');
      return mark < 0
          ? new Connect(address, null)
          : new Connect(address.substring(0, mark), parameters(address.substring(mark + 1)));
    }

    @Override
    Connect granted(String namespace, String sid, @Nullable String pid) {
      return new Connect(namespace, null);
    }

    @Override
    SocketPacket refused(String namespace, ConnectionRefusedException refusal) {
      Object data = refusal.data();
      return new LegacyError(namespace, data == null ? refusal.reason() : data);
    }
  };

  static Revision of(Session session) {
    return session.protocol() == 3 ? V4 : V5;
  }

  /** What a client asks for by a CONNECT. */
  abstract Connect asked(Connect packet);

  /**
   * The answer to a client that was let in.
   *
   * @param pid null without recovery
   */
  abstract Connect granted(String namespace, String sid, @Nullable String pid);

  /** The answer to a client that was not let in. */
  abstract SocketPacket refused(String namespace, ConnectionRefusedException refusal);

  private static Map<String, @Nullable Object> parameters(String query) {
    Map<String, @Nullable Object> parameters = new LinkedHashMap<>();
    for (String parameter : query.split("&", -1)) {
      int equals = parameter.indexOf('=');
      String name = equals < 0 ? parameter : parameter.substring(0, equals);
      String value = equals < 0 ? "" : parameter.substring(equals + 1);
      if (!parameter.isEmpty()) {
        parameters.put(decoded(name), decoded(value));
      }
    }
    return parameters;
  }

  private static String decoded(String text) {
    try {
      return URLDecoder.decode(text, UTF_8);
    } catch (IllegalArgumentException e) {
      return text;
    }
  }
}
