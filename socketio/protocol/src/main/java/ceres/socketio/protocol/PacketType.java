package ceres.socketio.protocol;

import org.jspecify.annotations.Nullable;

/** "Packet types" of the protocol. The last two are those of JSON alone. */
public enum PacketType {
  CONNECT('0'),
  DISCONNECT('1'),
  EVENT('2'),
  ACK('3'),
  CONNECT_ERROR('4'),
  BINARY_EVENT('5'),
  BINARY_ACK('6');

  private static final PacketType[] VALUES = values();

  private final char digit;

  PacketType(char digit) {
    this.digit = digit;
  }

  /** The type written as this digit, or null if there is none. */
  static @Nullable PacketType ofDigit(char digit) {
    return of(digit - '0');
  }

  /** The type with this number, or null if there is none. */
  public static @Nullable PacketType of(long number) {
    return number >= 0 && number < VALUES.length ? VALUES[(int) number] : null;
  }

  /** What it is on the wire. */
  public int number() {
    return digit - '0';
  }

  char digit() {
    return digit;
  }

  /** Whether a count of attachments follows the digit. */
  boolean hasAttachments() {
    return this == BINARY_EVENT || this == BINARY_ACK;
  }

  /** Whether an acknowledgement id may follow. */
  boolean mayHaveId() {
    return this == EVENT || this == ACK || hasAttachments();
  }
}
