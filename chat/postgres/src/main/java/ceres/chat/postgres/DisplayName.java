package ceres.chat.postgres;

import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** How a user is called. Stateless. */
final class DisplayName {
  private DisplayName() {}

  /** The name, else the local part of the e-mail address, else {@code user-} and eight digits. */
  static String of(@Nullable String name, @Nullable String email, UUID id) {
    if (name != null && !name.isBlank()) {
      return name;
    }
    if (email != null) {
      int at = email.lastIndexOf('@');
      String local = at < 0 ? email : email.substring(0, at);
      if (!local.isBlank()) {
        return local;
      }
    }
    return "user-" + id.toString().substring(0, 8);
  }
}
