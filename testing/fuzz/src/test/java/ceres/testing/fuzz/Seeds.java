package ceres.testing.fuzz;

import ceres.socketio.msgpack.MessagePackParser;
import ceres.socketio.protocol.SocketPacket;
import ceres.socketio.protocol.SocketPacket.Ack;
import ceres.socketio.protocol.SocketPacket.Connect;
import ceres.socketio.protocol.SocketPacket.ConnectError;
import ceres.socketio.protocol.SocketPacket.Disconnect;
import ceres.socketio.protocol.SocketPacket.Event;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** Inputs that are right, or nearly: those that fuzzing finds are made from these. */
final class Seeds {
  /** What grammars are made of. */
  static final List<String> TOKENS =
      List.of(
          "\u001e",
          "[",
          "]",
          "{",
          "}",
          "\"",
          ",",
          ":",
          "-",
          "/",
          "null",
          "true",
          "1e999",
          "-0.0",
          "9007199254740991",
          "9007199254740992",
          "18446744073709551616",
          "\\u0000",
          "\\ud800",
          "{\"_placeholder\":true,\"num\":0}",
          "\"num\":",
          "b4",
          "b",
          "4",
          "2probe",
          "3probe",
          "5",
          "0{",
          "51-[",
          "2[",
          "3",
          "/a,",
          "40",
          "41",
          "é",
          "€",
          "😀",
          "\u0000",
          "\ufffd");

  static final List<byte[]> ENGINE4 =
      engine(
          "04",
          "04text €😀",
          "02",
          "02probe",
          "03probe",
          "05",
          "06",
          "01",
          "0bAQID",
          "0b",
          "0bAQ==",
          "1\u0000\u0001\u0002",
          "24a\u001e4b\u001ebAQID\u001e3",
          "24",
          "2\u001e",
          "34a");

  static final List<byte[]> ENGINE3 =
      Stream.concat(
              engine(
                  "04",
                  "04text €😀",
                  "02",
                  "02probe",
                  "0b4AQID",
                  "0b4",
                  "1\u0004\u0001\u0002",
                  "22:4a3:4€b6:b4AQID",
                  "21:4",
                  "20:",
                  "21:2")
                  .stream(),
              Stream.of(
                  hex("33000102ff3461"),
                  hex("330102ff0461"),
                  hex("330002ff3461 010203ff04ffee"),
                  hex("330001ff32"),
                  hex("330000ff")))
          .toList();

  /** The first byte is the size of pieces; frames are masked with zeros, which changes nothing. */
  static final List<byte[]> FRAMES =
      List.of(
          hex("ff 81820000000034 61"),
          hex("01 82830000000000 0102"),
          hex("ff 898000000000"),
          hex("03 01820000000034 61 80820000000062 63"),
          hex("ff 888200000000 03e8"),
          hex("ff c187000000003249 4d4c4a0600"),
          hex("07 c18700000000 32494d4c4a0600"),
          hex("ff 418300000000 32494d 80840000 0000 4c4a0600"),
          hex("ff c18500000000 3201 000000"),
          hex("ff c2fe 0010 00000000 ecc101010000008090fe"),
          hex("ff 8180 00000000"),
          hex("ff 81fe007e00000000" + "34".repeat(126)));

  static final List<byte[]> JSON =
      Stream.of(
              "0",
              "0/a,",
              "0/a,{\"token\":\"x\"}",
              "0{\"pid\":\"p\",\"offset\":\"o\"}",
              "1",
              "1/a,",
              "2[\"a\"]",
              "2/a,12[\"a\",1,-2.5e3,null,true,{\"k\":[]},\"\\u20ac\\\\\\\"\"]",
              "213[\"a\",[[[[[]]]]]]",
              "312[\"b\",{}]",
              "3/a,0[]",
              "4{\"message\":\"no\",\"data\":{}}",
              "4\"no\"",
              "51-[\"a\",{\"_placeholder\":true,\"num\":0}]~abc",
              "52-/a,7[\"a\",[{\"_placeholder\":true,\"num\":1}],{\"_placeholder\":true,\"num\":0}]"
                  + "~a~bc|2[\"next\"]",
              "61-/a,3[{\"_placeholder\":true,\"num\":0}]~x",
              "2[1.5]",
              "2[\"a\",123456789012345678901234567890,1e22,5e-324,1.7976931348623157e308]",
              "2[\"a\",{\"_placeholder\":true,\"num\":0}]",
              "50-[\"a\"]")
          .map(Seeds::messages)
          .toList();

  static final List<byte[]> MSGPACK =
      Stream.concat(
              Stream.of(
                      new Connect("/", null),
                      new Connect("/a", Map.of("token", "x")),
                      new Disconnect("/"),
                      new Event("/", null, "a", List.of()),
                      new Event(
                          "/a",
                          12L,
                          "a",
                          List.of(
                              1,
                              -5L,
                              300L,
                              1.5,
                              true,
                              "€😀",
                              new byte[] {1, 2},
                              Map.of("k", List.of()),
                              Long.MIN_VALUE,
                              BigInteger.TWO.pow(63),
                              "x".repeat(40))),
                      new Event("/", 3L, "a", List.of(List.of(List.of(List.of())), new byte[300])),
                      new Ack("/", 0, List.of("b")),
                      new ConnectError("/", "no", Map.of("retry", false)))
                  .map(Seeds::messagePack),
              Stream.of(
                  hex("83a47479706502a46461746192a161c40102a36e7370a12f"),
                  hex("83a47479706502a46461746192a161d40000a36e7370a12f"),
                  hex("83a47479706502a46461746192a161d7000000018bcfe56800a36e7370a12f"),
                  hex("83a47479706502a46461746192a161c7020001 02a36e7370a12f"),
                  hex("83a47479706502a4646174619201ca7fc00000a36e7370a12f")))
          .toList();

  private Seeds() {}

  private static List<byte[]> engine(String... texts) {
    return Arrays.stream(texts).map(text -> text.getBytes(StandardCharsets.UTF_8)).toList();
  }

  static byte[] hex(String digits) {
    return HexFormat.of().parseHex(digits.replace(" ", ""));
  }

  /** Messages that follow a {@code |} are text, those that follow a {@code ~} are bytes. */
  private static byte[] messages(String text) {
    byte[] utf8 = text.replace("~", "|~").getBytes(StandardCharsets.UTF_8);
    for (int i = 0; i < utf8.length; i++) {
      utf8[i] =
          switch (utf8[i]) {
            case '|' -> SocketTargets.END;
            case '~' -> SocketTargets.BINARY;
            default -> utf8[i];
          };
    }
    return utf8;
  }

  private static byte[] messagePack(SocketPacket packet) {
    return new MessagePackParser().encode(packet).binary().getFirst();
  }
}
