package ceres.chat.postgres;

import java.nio.ByteBuffer;
import java.sql.Array;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.UUID;
import java.util.function.Function;
import java.util.function.ToLongFunction;
import org.jspecify.annotations.Nullable;
import org.postgresql.core.BaseConnection;
import org.postgresql.core.Oid;
import org.postgresql.jdbc.PgArray;

/**
 * One column of many rows as an array parameter, in PostgreSQL's binary format, so that nobody
 * writes or reads it as text. Stateless.
 */
final class SqlArrays {
  private static final int HEADER = 20;
  private static final int NULL = -1;
  private static final int UUID_BYTES = 16;

  private SqlArrays() {}

  /** Strings, or nulls, as {@code text[]}. */
  static <T> Array texts(
      Connection connection, List<T> rows, Function<? super T, @Nullable String> value)
      throws SQLException {
    @Nullable String[] values = new @Nullable String[rows.size()];
    for (int i = 0; i < values.length; i++) {
      values[i] = value.apply(rows.get(i));
    }
    return connection.createArrayOf("text", values);
  }

  /** Numbers as {@code bigint[]}. */
  static <T> Array longs(Connection connection, List<T> rows, ToLongFunction<? super T> value)
      throws SQLException {
    return connection
        .unwrap(BaseConnection.class)
        .createArrayOf("int8", rows.stream().mapToLong(value).toArray());
  }

  /** UUIDs, or nulls, as {@code uuid[]}, for which the driver itself knows only the text. */
  static <T> Array uuids(
      Connection connection, List<T> rows, Function<? super T, @Nullable UUID> value)
      throws SQLException {
    ByteBuffer bytes = ByteBuffer.allocate(HEADER + rows.size() * (Integer.BYTES + UUID_BYTES));
    // Dimensions, whether there may be nulls, type; then of the one dimension: length, first index.
    bytes.putInt(rows.isEmpty() ? 0 : 1).putInt(1).putInt(Oid.UUID);
    if (!rows.isEmpty()) {
      bytes.putInt(rows.size()).putInt(1);
    }
    for (T row : rows) {
      UUID uuid = value.apply(row);
      if (uuid == null) {
        bytes.putInt(NULL);
      } else {
        bytes.putInt(UUID_BYTES);
        bytes.putLong(uuid.getMostSignificantBits()).putLong(uuid.getLeastSignificantBits());
      }
    }
    byte[] array = new byte[bytes.flip().remaining()];
    bytes.get(array);
    return new PgArray(connection.unwrap(BaseConnection.class), Oid.UUID_ARRAY, array);
  }
}
