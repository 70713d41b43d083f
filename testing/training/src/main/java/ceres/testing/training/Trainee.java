package ceres.testing.training;

import ceres.testing.wire.WireClient;
import java.io.IOException;

/** A client of the chat. One thread uses it. */
final class Trainee implements AutoCloseable {
  private final WireClient wire;

  /**
   * Joins the main namespace.
   *
   * @param wire an open session
   * @throws IOException also when it is refused
   */
  Trainee(WireClient wire, String token) throws IOException {
    this.wire = wire;
    wire.send("40{\"token\":\"" + token + "\"}");
    await("40{\"sid\":");
  }

  /** Joins a room and gets its history. */
  void join(String room) throws IOException {
    wire.send("42[\"join_room\",\"" + room + "\"]");
    await("42[\"room_history\",");
    await("42[\"user_joined\",");
  }

  /** Sends a message; its acknowledgement is not waited for. */
  void say(String room, int number) throws IOException {
    wire.send(
        "42%d[\"send_message\",{\"roomId\":\"%s\",\"content\":\"Message %d, of some length.\"}]"
            .formatted(number, room, number));
  }

  /** Emits an event with an acknowledgement, and waits for that. */
  void ask(String event, String payload) throws IOException {
    wire.send("420[\"%s\",%s]".formatted(event, payload));
    await("430[{\"status\":\"ok\"");
  }

  /** Passes over what comes, up to a packet that begins like this. */
  void await(String beginning) throws IOException {
    String packet = wire.nextAnsweringPings();
    while (!packet.startsWith(beginning)) {
      if (packet.equals(WireClient.END)
          || packet.startsWith("44")
          || packet.startsWith("42[\"error\"")) {
        throw new IOException("instead of " + beginning + " there came " + packet);
      }
      packet = wire.nextAnsweringPings();
    }
  }

  /** Leaves as clients do that are closed. */
  @Override
  public void close() throws IOException {
    wire.send("41", "1");
    wire.close();
  }
}
