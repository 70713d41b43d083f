package ceres.socketio.protocol;

import org.jspecify.annotations.Nullable;

/**
 * What stands before the payload, "Packet encoding" of the protocol:
 *
 * <pre>{@code
 * <type>[<number of attachments>-][<namespace>,][<acknowledgement id>][<payload>]
 * }</pre>
 *
 * <p>The comma may be missing if nothing follows the namespace.
 *
 * @param attachments how many are declared; 0 for a type that has none
 * @param id null if there is none
 * @param payloadStart where the payload begins; the length of the text if there is none
 */
record PacketHeader(
    PacketType type, int attachments, String namespace, @Nullable Long id, int payloadStart) {

  static PacketHeader parse(String text, int maxAttachments) throws PacketException {
    PacketType type = text.isEmpty() ? null : PacketType.ofDigit(text.charAt(0));
    if (type == null) {
      throw new PacketException("unknown packet type");
    }
    int at = 1;
    int attachments = 0;
    if (type.hasAttachments()) {
      int end = digitsEnd(text, at);
      if (end == at || end == text.length() || text.charAt(end) != '-') {
        throw new PacketException("the number of attachments is missing");
      }
      long count = number(text, at, end, maxAttachments);
      if (count < 0) {
        throw new PacketException("more than " + maxAttachments + " attachments");
      }
      attachments = (int) count;
      at = end + 1;
    }
    String namespace = SocketPacket.MAIN_NAMESPACE;
    if (at < text.length() && text.charAt(at) == '/') {
      int comma = text.indexOf(',', at);
      int end = comma < 0 ? text.length() : comma;
      namespace = end == at + 1 ? namespace : text.substring(at, end);
      at = comma < 0 ? end : comma + 1;
    }
    Long id = null;
    int end = digitsEnd(text, at);
    if (end > at) {
      id = id(text, at, end);
      at = end;
    }
    return new PacketHeader(type, attachments, namespace, id, at);
  }

  private static long id(String text, int start, int end) throws PacketException {
    long id = number(text, start, end, SocketPacket.MAX_ID);
    if (id < 0) {
      throw new PacketException("the acknowledgement id is too large");
    }
    return id;
  }

  private static int digitsEnd(String text, int start) {
    int end = start;
    while (end < text.length() && text.charAt(end) >= '0' && text.charAt(end) <= '9') {
      end++;
    }
    return end;
  }

  /** The number these digits are, or -1 if it exceeds the limit, which is below 2^59. */
  private static long number(String text, int start, int end, long limit) {
    long number = 0;
    for (int i = start; i < end; i++) {
      number = number * 10 + (text.charAt(i) - '0');
      if (number > limit) {
        return -1;
      }
    }
    return number;
  }
}
