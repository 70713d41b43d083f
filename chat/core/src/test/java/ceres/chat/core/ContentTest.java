package ceres.chat.core;

import static ceres.chat.core.ErrorCode.EMPTY_MESSAGE;
import static ceres.chat.core.ErrorCode.INVALID_MESSAGE;
import static ceres.chat.core.ErrorCode.MESSAGE_TOO_LONG;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ContentTest {
  private static final String STAR = "\uD83C\uDF20";

  @Test
  void exactlyTheCharactersThatEcmaScriptTrimsAreTrimmed() {
    List<Integer> trimmed =
        IntStream.rangeClosed(1, 0xFFFF)
            .filter(c -> !Character.isSurrogate((char) c))
            .filter(c -> Content.trimmed((char) c + "x" + (char) c).equals("x"))
            .boxed()
            .toList();

    assertThat(trimmed)
        .containsExactly(
            0x0009, 0x000A, 0x000B, 0x000C, 0x000D, 0x0020, 0x00A0, 0x1680, 0x2000, 0x2001, 0x2002,
            0x2003, 0x2004, 0x2005, 0x2006, 0x2007, 0x2008, 0x2009, 0x200A, 0x2028, 0x2029, 0x202F,
            0x205F, 0x3000, 0xFEFF);
  }

  @Test
  void onlyTheEndsAreTrimmed() {
    assertThat(Content.trimmed(" \t\uFEFFa  b\n\nc\u3000\r\n")).isEqualTo("a  b\n\nc");
  }

  @Test
  void nothingIsEscaped() {
    assertThat(Content.trimmed("<b>&amp;</b> \"'\\ \u0007")).isEqualTo("<b>&amp;</b> \"'\\ \u0007");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", " ", "\n", "\uFEFF", " \t\r\n\u2003\u2028\u00A0 "})
  void whatIsEmptyAfterTrimmingIsEmpty(String content) {
    refuses(EMPTY_MESSAGE, content);
  }

  @Test
  void charactersAreCodePointsAndOneThousandAreEnough() {
    assertThat(Content.trimmed("x".repeat(1_000))).hasSize(1_000);
    assertThat(Content.trimmed(STAR.repeat(1_000))).hasSize(2_000);
    refuses(MESSAGE_TOO_LONG, "x".repeat(1_001));
    refuses(MESSAGE_TOO_LONG, STAR.repeat(1_000) + "x");
    refuses(MESSAGE_TOO_LONG, "x".repeat(1_000_000));
  }

  @Test
  void theLengthCountsAfterTrimming() {
    assertThat(Content.trimmed(" ".repeat(5_000) + "x".repeat(1_000) + "\n")).hasSize(1_000);
  }

  @ParameterizedTest
  @ValueSource(strings = {"\0", "a\0b", "\uD83C", "\uD83C \uDF20", "a\uDF20", "\uDF20\uD83C"})
  void whatPostgresOrUtf8CannotCarryIsInvalid(String content) {
    refuses(INVALID_MESSAGE, content);
  }

  private static void refuses(ErrorCode code, String content) {
    assertThat(World.thrown(() -> Content.trimmed(content))).isEqualTo(code);
  }
}
