package ceres.conformance.protocol;

import static ceres.testing.wire.Transport.POLLING;
import static ceres.testing.wire.Transport.WEBSOCKET;
import static org.assertj.core.api.Assertions.assertThat;

import ceres.testing.wire.Endpoint;
import ceres.testing.wire.RawHttp;
import ceres.testing.wire.RawWebSocket;
import ceres.testing.wire.Transport;
import ceres.testing.wire.WireClient;
import java.io.IOException;
import java.util.List;

/** How a session begins, and how it does not. */
class EngineHandshakeTest extends ProtocolCase {
  private static final String UNKNOWN_TRANSPORT =
      "400 {\"code\":0,\"message\":\"Transport unknown\"}";
  private static final String BAD_METHOD = "400 {\"code\":2,\"message\":\"Bad handshake method\"}";
  private static final String BAD_VERSION =
      "400 {\"code\":5,\"message\":\"Unsupported protocol version\"}";

  private static RawHttp.Answer ask(Endpoint server, Transport by, String query)
      throws IOException {
    String target = server.path() + query;
    return server.get(target, by == POLLING ? new String[0] : RawWebSocket.UPGRADE);
  }

  @Proves
  void open_carries_exactly_five_fields(Transport by) throws Exception {
    Endpoint server = echo();
    try (WireClient client = server.open(by)) {
      assertThat(client.sid()).matches("[\\w-]{20}");
      assertThat(client.open())
          .isEqualTo(
              "0{\"sid\":\""
                  + client.sid()
                  + "\",\"upgrades\":["
                  + (by == POLLING ? "\"websocket\"" : "")
                  + "],\"pingInterval\":25000,\"pingTimeout\":20000,\"maxPayload\":1000000}");
    }
  }

  @Proves
  void an_unknown_transport_is_error_0(Transport by) throws Exception {
    Endpoint server = echo();
    for (String query : List.of("?EIO=4", "?EIO=4&transport=abc", "?EIO=4&transport=", "")) {
      assertThat(ask(server, by, query).brief()).as(query).isEqualTo(UNKNOWN_TRANSPORT);
    }
  }

  @Proves
  void an_unknown_sid_is_error_1(Transport by) throws Exception {
    Endpoint server = echo();
    String unknown = "AAAAAAAAAAAAAAAAAAAA";
    WireClient client = closing(server.open(by));
    client.send("1");
    assertThat(client.next()).isEqualTo(WireClient.END);
    for (String sid : List.of(unknown, client.sid(), "x", "%20")) {
      String query = "?EIO=4&transport=" + by.text() + "&sid=" + sid;
      assertThat(ask(server, by, query).brief()).as(sid).isEqualTo(UNKNOWN_SID);
      assertThat(server.post(sid, "4late").brief()).as(sid).isEqualTo(UNKNOWN_SID);
    }
  }

  @Proves
  void only_a_get_opens_a_session() throws Exception {
    Endpoint server = echo();
    for (String method : List.of("POST", "PUT", "DELETE", "PATCH")) {
      try (RawHttp http = server.connect()) {
        String target = server.target(POLLING);
        assertThat(http.request(method, target, "Content-Length: 0").answer().brief())
            .as(method)
            .isEqualTo(BAD_METHOD);
      }
    }
  }

  @Proves
  void a_request_that_does_not_fit_its_transport_is_error_3(Transport by) throws Exception {
    Endpoint server = echo();
    Transport other = by == POLLING ? WEBSOCKET : POLLING;
    String query = "?EIO=4&transport=" + by.text();
    assertThat(ask(server, other, query).brief()).isEqualTo(BAD_REQUEST);
    String sid = server.openPolling();
    assertThat(ask(server, other, query + "&sid=" + sid).brief()).isEqualTo(BAD_REQUEST);
    assertThat(server.post(sid, "4on").brief()).as("no harm was done").isEqualTo("200 ok");
  }

  @Proves
  void a_missing_or_wrong_version_is_error_5(Transport by) throws Exception {
    Endpoint server = echo();
    for (String version : List.of("", "&EIO=", "&EIO=abc", "&EIO=3", "&EIO=5", "&EIO=44")) {
      assertThat(ask(server, by, "?transport=" + by.text() + version).brief())
          .as(version)
          .isEqualTo(BAD_VERSION);
    }
  }

  @Proves
  void an_error_is_an_http_answer_in_json() throws Exception {
    Endpoint server = echo();
    RawHttp.Answer answer = server.poll("unknown");
    assertThat(answer.head()).startsWith("HTTP/1.1 400 Bad Request\r\n");
    assertThat(answer.header("content-type")).isEqualTo("application/json");
    assertThat(answer.header("content-length")).isEqualTo("41");
    assertThat(answer.body()).isEqualTo("{\"code\":1,\"message\":\"Session ID unknown\"}");
  }
}
