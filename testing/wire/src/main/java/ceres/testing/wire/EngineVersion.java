package ceres.testing.wire;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;

/** How the versions of Engine.IO write packets. */
public enum EngineVersion {
  /** Bodies joined by U+001E; bytes are {@code b} and Base64, and frames as they are. */
  V4 {
    @Override
    String join(String... packets) {
      return String.join("\u001e", packets);
    }

    @Override
    List<String> split(String body) {
      return List.of(body.split("\u001e", -1));
    }

    @Override
    byte[] frame(String packet) {
      return Base64.getDecoder().decode(packet.substring(1));
    }

    @Override
    String packet(byte[] frame) {
      return 'b' + Base64.getEncoder().encodeToString(frame);
    }
  },

  /** Each packet after its length; bytes are {@code b4} and Base64, and frames begin with a 4. */
  V3 {
    @Override
    String join(String... packets) {
      StringBuilder body = new StringBuilder();
      for (String packet : packets) {
        body.append(packet.length()).append(':').append(packet);
      }
      return body.toString();
    }

    @Override
    List<String> split(String body) {
      List<String> packets = new ArrayList<>();
      for (int at = 0; at < body.length(); ) {
        int colon = body.indexOf(':', at);
        int end = colon + 1 + Integer.parseInt(body, at, colon, 10);
        packets.add(body.substring(colon + 1, end));
        at = end;
      }
      return packets;
    }

    @Override
    byte[] frame(String packet) {
      byte[] bytes = Base64.getDecoder().decode(packet.substring(2));
      byte[] frame = new byte[1 + bytes.length];
      frame[0] = (byte) (packet.charAt(1) - '0');
      System.arraycopy(bytes, 0, frame, 1, bytes.length);
      return frame;
    }

    @Override
    String packet(byte[] frame) {
      byte[] bytes = Arrays.copyOfRange(frame, 1, frame.length);
      return "b" + frame[0] + Base64.getEncoder().encodeToString(bytes);
    }
  };

  /** The body of a request. */
  abstract String join(String... packets);

  /** The packets of a body. */
  abstract List<String> split(String body);

  /** The binary frame of a packet that begins with {@code b}. */
  abstract byte[] frame(String packet);

  /** The packet of a binary frame. */
  abstract String packet(byte[] frame);

  /** What {@code EIO} is in a query. */
  int number() {
    return this == V4 ? 4 : 3;
  }
}
