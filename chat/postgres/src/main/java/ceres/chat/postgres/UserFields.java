package ceres.chat.postgres;

import java.sql.ResultSet;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;

/** What is known of a user; what is blank is not known. Immutable. */
record UserFields(@Nullable String email, @Nullable String name, @Nullable String avatar) {

  static UserFields of(@Nullable String email, @Nullable String name, @Nullable String avatar) {
    return new UserFields(known(email), known(name), known(avatar));
  }

  /** Reads the columns {@code email}, {@code name}, {@code avatar} from the given one on. */
  static UserFields read(ResultSet row, int column) throws SQLException {
    return of(row.getString(column), row.getString(column + 1), row.getString(column + 2));
  }

  /** Each field, where it is not known that of another. */
  UserFields orElse(UserFields other) {
    return new UserFields(
        email == null ? other.email : email,
        name == null ? other.name : name,
        avatar == null ? other.avatar : avatar);
  }

  private static @Nullable String known(@Nullable String text) {
    return text == null || text.isBlank() ? null : text;
  }
}
