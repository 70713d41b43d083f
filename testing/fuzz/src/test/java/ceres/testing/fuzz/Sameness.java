package ceres.testing.fuzz;

import ceres.socketio.protocol.SocketPacket;
import ceres.socketio.protocol.SocketPacket.Ack;
import ceres.socketio.protocol.SocketPacket.Connect;
import ceres.socketio.protocol.SocketPacket.ConnectError;
import ceres.socketio.protocol.SocketPacket.Disconnect;
import ceres.socketio.protocol.SocketPacket.Event;
import ceres.socketio.protocol.SocketPacket.LegacyError;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Whether packets say the same: bytes by their content, numbers by what JavaScript makes of them,
 * and what is not finite as the null that JSON has for it.
 */
final class Sameness {
  private Sameness() {}

  static boolean of(SocketPacket one, SocketPacket other) {
    return one.namespace().equals(other.namespace())
        && switch (one) {
          case Connect(_, var payload) ->
              other instanceof Connect(_, var otherPayload) && values(payload, otherPayload);
          case Disconnect _ -> other instanceof Disconnect;
          case Event(_, Long id, String name, var args) ->
              other instanceof Event(_, Long otherId, String otherName, var otherArgs)
                  && Objects.equals(id, otherId)
                  && name.equals(otherName)
                  && values(args, otherArgs);
          case Ack(_, long id, var args) ->
              other instanceof Ack(_, long otherId, var otherArgs)
                  && id == otherId
                  && values(args, otherArgs);
          case ConnectError(_, String message, var data) ->
              other instanceof ConnectError(_, String otherMessage, var otherData)
                  && message.equals(otherMessage)
                  && values(data, otherData);
          case LegacyError(_, var payload) ->
              other instanceof LegacyError(_, var otherPayload) && values(payload, otherPayload);
        };
  }

  static boolean values(@Nullable Object one, @Nullable Object other) {
    return switch (one) {
      case byte[] bytes -> other instanceof byte[] others && Arrays.equals(bytes, others);
      case List<?> list -> other instanceof List<?> others && lists(list, others);
      case Map<?, ?> map -> other instanceof Map<?, ?> others && maps(map, others);
      case Number number -> numbers(number.doubleValue(), other);
      case null, default -> Objects.equals(one, other);
    };
  }

  private static boolean numbers(double number, @Nullable Object other) {
    return other instanceof Number same
        ? number == same.doubleValue() || (Double.isNaN(number) && Double.isNaN(same.doubleValue()))
        : other == null && !Double.isFinite(number);
  }

  private static boolean lists(List<?> list, List<?> others) {
    Iterator<?> rest = others.iterator();
    return list.size() == others.size()
        && list.stream().allMatch(each -> values(each, rest.next()));
  }

  private static boolean maps(Map<?, ?> map, Map<?, ?> others) {
    return map.keySet().equals(others.keySet())
        && map.entrySet().stream()
            .allMatch(each -> values(each.getValue(), others.get(each.getKey())));
  }
}
