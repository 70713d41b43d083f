package ceres.socketio.server;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** What came with an event or an acknowledgement. Immutable. */
public interface Arguments {

  /**
   * All as JSON values: null, Boolean, Long, BigInteger, Double, String, List, Map and, for binary,
   * {@code byte[]}.
   */
  List<@Nullable Object> args();

  /** The argument at an index, as a JSON value; null where there is none. */
  default @Nullable Object arg(int index) {
    return index < args().size() ? args().get(index) : null;
  }

  /**
   * The argument at an index as a record or any other type that Jackson can make of JSON, for
   * example {@code JsonNode} or {@code String[]}. What an object lacks is null or 0, and what it
   * has too much is ignored; a record whose constructor throws is none.
   *
   * @throws IllegalArgumentException if the argument is absent, or cannot be one
   */
  default <T> T arg(int index, Class<T> type) {
    return JsonValues.toType(arg(index), type);
  }
}
