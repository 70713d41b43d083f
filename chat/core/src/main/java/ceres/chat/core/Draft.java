package ceres.chat.core;

import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A message that is valid and not yet stored.
 *
 * @param author who sends it
 * @param roomId the room
 * @param content the trimmed text, 1 to 1,000 code points
 * @param clientId makes the send idempotent for this author, or null
 */
public record Draft(User author, String roomId, String content, @Nullable UUID clientId) {}
