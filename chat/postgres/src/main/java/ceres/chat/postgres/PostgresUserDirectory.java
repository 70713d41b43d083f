package ceres.chat.postgres;

import ceres.chat.core.ChatException;
import ceres.chat.core.ErrorCode;
import ceres.chat.core.User;
import ceres.chat.core.UserDirectory;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.UUID;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The users in {@code "User"}. Nothing is cached: the rows belong to the application.
 *
 * <p>Thread-safe: immutable, and the pool is thread-safe.
 */
public final class PostgresUserDirectory implements UserDirectory {
  private static final Logger LOG = LoggerFactory.getLogger(PostgresUserDirectory.class);
  private static final String FIND = "SELECT email, name, avatar FROM \"User\" WHERE id = ?";
  private static final String CREATE =
      "INSERT INTO \"User\" (id, email, name, avatar) VALUES (?, ?, ?, ?)"
          + " ON CONFLICT (id) DO NOTHING";
  private static final String REFRESH =
      "UPDATE \"User\" SET email = coalesce(?, email), name = coalesce(?, name),"
          + " avatar = coalesce(?, avatar) WHERE id = ?";

  private final Queries queries;
  private final boolean refresh;

  PostgresUserDirectory(Queries queries, boolean refresh) {
    this.queries = queries;
    this.refresh = refresh;
  }

  @Override
  public CompletionStage<User> admit(Claims claims) {
    Fields said = Fields.of(claims.email(), claims.name(), claims.avatar());
    return queries.ask(connection -> admit(connection, claims.id(), said));
  }

  private User admit(Connection connection, UUID id, Fields said) throws SQLException {
    Fields row = find(connection, id);
    if (row == null) {
      create(connection, id, said);
      row = find(connection, id);
    }
    if (row == null) {
      LOG.warn("A user was refused: the row could not be stored, or is hidden");
      throw new ChatException(ErrorCode.TOKEN_INVALID);
    }
    Fields shown = said.orElse(row);
    if (refresh && !shown.equals(row)) {
      refresh(connection, id, said);
    }
    String name = DisplayName.of(shown.name(), shown.email(), id);
    return new User(id, shown.email(), name, shown.avatar());
  }

  private static @Nullable Fields find(Connection connection, UUID id) throws SQLException {
    try (PreparedStatement select = connection.prepareStatement(FIND)) {
      select.setObject(1, id);
      try (ResultSet row = select.executeQuery()) {
        return row.next() ? Fields.of(row.getString(1), row.getString(2), row.getString(3)) : null;
      }
    }
  }

  private static void create(Connection connection, UUID id, Fields said) throws SQLException {
    try (PreparedStatement insert = connection.prepareStatement(CREATE)) {
      insert.setObject(1, id);
      insert.setString(2, said.email());
      insert.setString(3, DisplayName.of(said.name(), said.email(), id));
      insert.setString(4, said.avatar());
      insert.executeUpdate();
    } catch (SQLException e) {
      if (!Fault.isForbiddenRow(e)) {
        throw e;
      }
      LOG.warn("A user was refused, because the row cannot be inserted: {}", Fault.describe(e));
      throw new ChatException(ErrorCode.TOKEN_INVALID);
    }
  }

  private static void refresh(Connection connection, UUID id, Fields said) throws SQLException {
    try (PreparedStatement update = connection.prepareStatement(REFRESH)) {
      update.setString(1, said.email());
      update.setString(2, said.name());
      update.setString(3, said.avatar());
      update.setObject(4, id);
      update.executeUpdate();
    } catch (SQLException e) {
      if (!Fault.isForbiddenRow(e)) {
        throw e;
      }
      LOG.warn("A user's row could not be refreshed: {}", Fault.describe(e));
    }
  }

  /** What is known of a user; what is blank is not known. */
  private record Fields(@Nullable String email, @Nullable String name, @Nullable String avatar) {

    static Fields of(@Nullable String email, @Nullable String name, @Nullable String avatar) {
      return new Fields(known(email), known(name), known(avatar));
    }

    Fields orElse(Fields other) {
      return new Fields(
          email == null ? other.email : email,
          name == null ? other.name : name,
          avatar == null ? other.avatar : avatar);
    }

    private static @Nullable String known(@Nullable String text) {
      return text == null || text.isBlank() ? null : text;
    }
  }
}
