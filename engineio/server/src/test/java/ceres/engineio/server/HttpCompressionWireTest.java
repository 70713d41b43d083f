package ceres.engineio.server;

import static org.assertj.core.api.Assertions.assertThat;

import ceres.testing.wire.RawHttp;
import ceres.testing.wire.RawHttp.Answer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Polling answers that leave compressed. */
@ExtendWith(NoLeaks.class)
class HttpCompressionWireTest {

  /** The answer to a poll that takes a message along. */
  private static Answer poll(TestServer server, OutgoingPacket message, String... headers)
      throws Exception {
    String sid = server.openPolling();
    server
        .session(sid)
        .ask(session -> {
          session.send(message);
          return "sent";
        });
    return server.get(RawHttp.POLLING + "&sid=" + sid, headers);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "gzip | gzip",
        "GZIP | gzip",
        "deflate | deflate",
        "deflate, gzip | gzip",
        "gzip;q=0.5, deflate;q=0.8 | deflate",
        "gzip ; q=0.001 | gzip",
        "* | gzip",
        "*;q=0.5, gzip;q=0 | deflate",
        "identity;q=0.4, gzip;q=0.5 | gzip",
        "identity, gzip;q=0.5 | none",
        "gzip;q=0 | none",
        "gzip;q=0.000, deflate;q=0 | none",
        "gzip;q=x | none",
        "br, zstd | none",
        "identity | none",
        "'' | none",
      })
  void the_client_says_what_it_accepts(String accepted, String coding) throws Exception {
    String message = "\u00e9\ud83d\ude80".repeat(5_000);
    try (TestServer server = new TestServer()) {
      Answer answer = poll(server, OutgoingPacket.text(message), "Accept-Encoding: " + accepted);
      assertThat(answer.body()).isEqualTo('4' + message);
      assertThat(answer.headers().getOrDefault("content-encoding", "none")).isEqualTo(coding);
      assertThat(answer.header("vary")).isEqualTo("Accept-Encoding");
      int length = Integer.parseInt(String.valueOf(answer.header("content-length")));
      assertThat(length < 5_000).isEqualTo(!coding.equals("none"));
    }
  }

  @ParameterizedTest
  @CsvSource({"1023,none", "1024,gzip"})
  void only_answers_of_1024_bytes_or_more_are_compressed(int bytes, String coding)
      throws Exception {
    try (TestServer server = new TestServer()) {
      Answer answer =
          poll(server, OutgoingPacket.text("x".repeat(bytes - 1)), "Accept-Encoding: gzip");
      assertThat(answer.headers().getOrDefault("content-encoding", "none")).isEqualTo(coding);
    }
  }

  @Test
  void the_threshold_can_be_set_and_compression_switched_off() throws Exception {
    OutgoingPacket message = OutgoingPacket.text("x".repeat(2_000));
    try (TestServer server = new TestServer(settings -> settings.compressionThreshold(3_000))) {
      assertThat(poll(server, message, "Accept-Encoding: gzip").headers())
          .doesNotContainKeys("content-encoding", "vary");
    }
    try (TestServer server = new TestServer(settings -> settings.httpCompression(false))) {
      assertThat(poll(server, message, "Accept-Encoding: gzip").headers())
          .doesNotContainKeys("content-encoding", "vary");
    }
  }

  @Test
  void an_answer_of_packets_that_shall_not_be_compressed_is_not() throws Exception {
    OutgoingPacket message = OutgoingPacket.text("x".repeat(2_000));
    try (TestServer server = new TestServer()) {
      Answer answer = poll(server, message.uncompressed(), "Accept-Encoding: gzip");
      assertThat(answer.body()).hasSize(2_001);
      assertThat(answer.headers()).doesNotContainKey("content-encoding");
      String sid = server.openPolling();
      server
          .session(sid)
          .ask(session -> {
            session.send(message.uncompressed());
            session.send(message);
            return "sent";
          });
      assertThat(server.get(RawHttp.POLLING + "&sid=" + sid, "Accept-Encoding: gzip").headers())
          .containsEntry("content-encoding", "gzip");
    }
  }
}
