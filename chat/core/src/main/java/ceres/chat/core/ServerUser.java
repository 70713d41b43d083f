package ceres.chat.core;

import java.util.UUID;

/**
 * The author of what the server itself says in a room. It has a row like every user, and nobody
 * connects as it: tokens of this id are refused.
 */
public final class ServerUser {
  /** Always the same; a UUID of version 8 (RFC 9562), which spells "ceres" at its end. */
  public static final UUID ID = UUID.fromString("00000000-0000-8000-8000-006365726573");

  /** How it is entered in the directory. */
  public static final UserDirectory.Claims CLAIMS =
      new UserDirectory.Claims(ID, null, "Server", null);

  private ServerUser() {}
}
