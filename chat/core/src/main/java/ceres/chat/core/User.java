package ceres.chat.core;

import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A person, as the chat shows them.
 *
 * @param id the user's id in {@code "User"}
 * @param email the address that presence and typing events carry, or null when none is known
 * @param name the display name, never empty
 * @param avatar the address of a picture, or null
 */
public record User(UUID id, @Nullable String email, String name, @Nullable String avatar) {}
