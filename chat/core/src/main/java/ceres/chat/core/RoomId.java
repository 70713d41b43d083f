package ceres.chat.core;

/**
 * What may name a room: 1 to 128 code points, no control character (U+0000 to U+001F, U+007F to
 * U+009F), no unpaired surrogate. Nothing is trimmed, and case matters. Pure.
 */
final class RoomId {
  private static final int MAX_CODE_POINTS = 128;

  private RoomId() {}

  /**
   * Lets a room id pass.
   *
   * @throws ChatException {@link ErrorCode#INVALID_ROOM}
   */
  static void check(String roomId) {
    boolean valid =
        !roomId.isEmpty()
            && roomId.length() <= 2 * MAX_CODE_POINTS
            && roomId.codePointCount(0, roomId.length()) <= MAX_CODE_POINTS
            && roomId.chars().noneMatch(Character::isISOControl)
            && Surrogates.areAllPaired(roomId);
    if (!valid) {
      throw new ChatException(ErrorCode.INVALID_ROOM);
    }
  }
}
