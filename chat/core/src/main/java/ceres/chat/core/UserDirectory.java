package ceres.chat.core;

import java.util.UUID;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * Port: the users' rows.
 *
 * <p>Thread-safe. No method blocks the caller.
 */
public interface UserDirectory {

  /**
   * Makes sure that the row of a user exists, and says how the chat shows that user: each field
   * from the claim, else from the row, else the fallback (name: the local part of the e-mail
   * address, else {@code user-} and the first eight digits of the id).
   *
   * @param claims what the token says
   * @return the user, or a failure with {@link ChatException}: {@link ErrorCode#TOKEN_INVALID}
   *     where the table forbids the row that would have to be inserted (the log says why), {@link
   *     ErrorCode#INTERNAL} where the database cannot be reached
   */
  CompletionStage<User> admit(Claims claims);

  /**
   * What a verified token says of its user; absent claims are null.
   *
   * @param id the user's id
   * @param email the claim {@code email}
   * @param name the claim {@code name}
   * @param avatar the claim {@code avatar}, else {@code picture}
   */
  record Claims(UUID id, @Nullable String email, @Nullable String name, @Nullable String avatar) {}
}
