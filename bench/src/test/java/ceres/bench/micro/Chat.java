package ceres.bench.micro;

import ceres.socketio.protocol.SocketPacket;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Packets as the chat has them, of usual lengths. */
final class Chat {
  static final String CONTENT =
      "This asteroid has a high risk score! It passes the Earth at 4.6 lunar distances on Friday.";

  /** What a client sends, as Engine.IO's message. */
  static final String SEND_MESSAGE =
      "42[\"send_message\",{\"roomId\":\"asteroid-2465633\",\"content\":\"" + CONTENT + "\"}]";

  /** What its room's members get. */
  static final String NEW_MESSAGE =
      "42[\"new_message\",{\"id\":\"019aa1d8-7e2c-7d3a-b1a4-0f6c2b9d8e71\",\"content\":\""
          + CONTENT
          + "\",\"roomId\":\"asteroid-2465633\",\"userId\":\"5f0c9a52-54c5-4f6e-9f3b-7a1f2f3c4d5e\","
          + "\"createdAt\":\"2026-11-22T10:05:00.123Z\",\"user\":{\"id\":"
          + "\"5f0c9a52-54c5-4f6e-9f3b-7a1f2f3c4d5e\",\"name\":\"Ada\",\"avatar\":null}}]";

  private Chat() {}

  static SocketPacket.Event newMessage() {
    Map<String, @Nullable Object> user = new LinkedHashMap<>();
    user.put("id", "5f0c9a52-54c5-4f6e-9f3b-7a1f2f3c4d5e");
    user.put("name", "Ada");
    user.put("avatar", null);
    Map<String, @Nullable Object> message = new LinkedHashMap<>();
    message.put("id", "019aa1d8-7e2c-7d3a-b1a4-0f6c2b9d8e71");
    message.put("content", CONTENT);
    message.put("roomId", "asteroid-2465633");
    message.put("userId", "5f0c9a52-54c5-4f6e-9f3b-7a1f2f3c4d5e");
    message.put("createdAt", "2026-11-22T10:05:00.123Z");
    message.put("user", user);
    return new SocketPacket.Event("/", null, "new_message", List.of(message));
  }

  static SocketPacket.Ack ack() {
    Map<String, @Nullable Object> answer = new LinkedHashMap<>();
    answer.put("status", "ok");
    return new SocketPacket.Ack("/", 7, List.of(answer));
  }
}
