package ceres.chat.server.token;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Whom a token is to be minted for. At least one of name, email and id is needed.
 *
 * @param name the display name
 * @param email the e-mail address
 * @param id the user's id, a UUID or anything else; null: derived from the e-mail address, else
 *     from the name
 * @param lifetime until it expires
 */
public record TokenRequest(
    @Nullable String name, @Nullable String email, @Nullable String id, Duration lifetime) {}
