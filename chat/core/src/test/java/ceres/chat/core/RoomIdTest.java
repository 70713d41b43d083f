package ceres.chat.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RoomIdTest {
  private static final String STAR = "\uD83C\uDF20";

  @ParameterizedTest
  @ValueSource(
      strings = {"a", "asteroid-2465633", "Général ☄", " ", " not trimmed ", "\u00A0", "0"})
  void anythingPrintableNamesARoom(String roomId) {
    assertThatCode(() -> RoomId.check(roomId)).doesNotThrowAnyException();
  }

  @Test
  void charactersAreCodePointsAndOneHundredAndTwentyEightAreEnough() {
    assertThatCode(() -> RoomId.check("r".repeat(128))).doesNotThrowAnyException();
    assertThatCode(() -> RoomId.check(STAR.repeat(128))).doesNotThrowAnyException();
    refuses("r".repeat(129));
    refuses(STAR.repeat(128) + "r");
    refuses("r".repeat(1_000_000));
  }

  @Test
  void theEmptyStringNamesNoRoom() {
    refuses("");
  }

  @Test
  void everyControlCharacterIsRefusedAndNoOther() {
    for (char c = 0; c < 0x2100; c++) {
      String roomId = "a" + c + "b";
      if (c < 0x20 || (c >= 0x7F && c <= 0x9F)) {
        refuses(roomId);
      } else {
        assertThatCode(() -> RoomId.check(roomId)).doesNotThrowAnyException();
      }
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"\uD83C", "a\uD83C", "\uD83Ca", "\uDF20", "\uDF20\uD83C", "\uD83C\uD83C\uDF20"})
  void unpairedSurrogatesAreRefused(String roomId) {
    refuses(roomId);
  }

  private static void refuses(String roomId) {
    assertThat(World.thrown(() -> RoomId.check(roomId))).isEqualTo(ErrorCode.INVALID_ROOM);
  }
}
