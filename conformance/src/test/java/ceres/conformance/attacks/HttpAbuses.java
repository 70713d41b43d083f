package ceres.conformance.attacks;

import static ceres.conformance.attacks.Mallory.POLLING;
import static ceres.conformance.attacks.Mallory.WEBSOCKET;
import static org.assertj.core.api.Assertions.assertThat;

import ceres.testing.wire.RawHttp;
import ceres.testing.wire.RawHttp.Answer;
import ceres.testing.wire.RawWebSocket;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** What is tried with connections and requests. */
final class HttpAbuses {
  private static final String FORBIDDEN = "400 {\"code\":4,\"message\":\"Forbidden\"}";
  private static final String EVIL = "Origin: https://evil.example";

  private HttpAbuses() {}

  static List<Abuse> all() {
    return List.of(
        new Abuse("headers that come one by one, for ever", HttpAbuses::slowHeaders),
        new Abuse("bodies that never come", HttpAbuses::slowBodies),
        new Abuse("connections that say nothing", HttpAbuses::silence),
        new Abuse("more connections than an address may have", HttpAbuses::connections),
        new Abuse("more handshakes than an address may make", HttpAbuses::handshakes),
        new Abuse(
            "headers of 100 kB",
            it -> assertThat(it.get(POLLING, "X: " + "x".repeat(100_000)).status()).isEqualTo(431)),
        new Abuse(
            "10,000 headers",
            it ->
                assertThat(it.get(POLLING, "X: x\r\n".repeat(10_000) + "Y: y").status())
                    .isEqualTo(431)),
        new Abuse(
            "an address of 100 kB",
            it ->
                assertThat(it.get(POLLING + "&x=" + "x".repeat(100_000)).status()).isEqualTo(414)),
        new Abuse("a body that is announced too large", HttpAbuses::largeBody),
        new Abuse("a body in chunks that do not end", HttpAbuses::endlessChunks),
        new Abuse("a request hidden in another one's body", HttpAbuses::smuggled),
        new Abuse(
            "two lengths of one body",
            it ->
                assertThat(
                        it.answer(
                                RawHttp.head(
                                        "POST", POLLING, "Content-Length: 1", "Content-Length: 2")
                                    + "\r\nx")
                            .status())
                    .isEqualTo(400)),
        new Abuse("a header of the answer in the address", HttpAbuses::injected),
        new Abuse(
            "a page of another origin, by polling",
            it -> assertThat(it.get(POLLING, EVIL).brief()).isEqualTo(FORBIDDEN)),
        new Abuse("a page of another origin, by WebSocket", HttpAbuses::foreignWebSocket),
        new Abuse("a page that hides its origin", HttpAbuses::nullOrigin),
        new Abuse("10,000 requests at once, and no answer read", HttpAbuses::pipelined),
        new Abuse(
            "a method that is none",
            it ->
                assertThat(
                        it.answer("PROPFIND " + POLLING + " HTTP/1.1\r\nHost: x\r\n\r\n").status())
                    .isEqualTo(400)),
        new Abuse(
            "what is no HTTP at all",
            it ->
                assertThat(it.answer("\u0016\u0003\u0001 hello\r\n\r\n").status()).isEqualTo(400)),
        new Abuse(
            "addresses that a proxy seems to tell, to be somebody else each time",
            HttpAbuses::spoofed));
  }

  private static void slowHeaders(Mallory mallory) throws Exception {
    List<RawHttp> all = opened(mallory, 50, "GET " + POLLING + " HTTP/1.1\r\nHost: x\r\n");
    for (int i = 0; i < 3; i++) {
      Thread.sleep(100);
      for (RawHttp http : all) {
        http.send("X-" + i + ": x\r\n");
      }
    }
    assertAllAre408(all);
  }

  private static void slowBodies(Mallory mallory) throws Exception {
    assertAllAre408(
        opened(mallory, 50, RawHttp.head("POST", POLLING, "Content-Length: 100") + "\r\n4a"));
  }

  private static void silence(Mallory mallory) throws Exception {
    assertAllAre408(opened(mallory, 50, ""));
  }

  private static List<RawHttp> opened(Mallory mallory, int count, String said) throws IOException {
    List<RawHttp> all = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      all.add(mallory.http().send(said));
    }
    return all;
  }

  private static void assertAllAre408(List<RawHttp> all) throws IOException {
    for (RawHttp http : all) {
      assertThat(http.answer().status()).isEqualTo(408);
      assertThat(http.ended()).isTrue();
    }
  }

  private static void connections(Mallory mallory) throws Exception {
    List<RawHttp> all = opened(mallory, 300, RawHttp.head("GET", "/nothing") + "\r\n");
    for (RawHttp http : all) {
      assertThat(http.answer().status()).isEqualTo(404);
    }
    try (RawHttp http = mallory.http()) {
      Answer answer = http.get("/nothing").answer();
      assertThat(answer.status()).isEqualTo(429);
      assertThat(answer.header("retry-after")).matches("[1-9][0-9]*");
    }
    for (RawHttp http : opened(mallory, 500, "")) {
      http.close();
    }
  }

  private static void handshakes(Mallory mallory) throws Exception {
    int refused = 0;
    try (RawHttp http = mallory.http()) {
      for (int i = 0; i < 250; i++) {
        assertThat(http.get(POLLING).answer().status()).isEqualTo(200);
      }
    }
    try (RawHttp http = mallory.http()) {
      for (int i = 0; i < 1_000 && refused == 0; i++) {
        Answer answer = http.get(POLLING).answer();
        if (answer.status() != 200) {
          assertThat(answer.status()).isEqualTo(429);
          assertThat(answer.header("retry-after")).matches("[1-9][0-9]*");
          refused++;
        }
      }
    }
    assertThat(refused).isEqualTo(1);
  }

  private static void largeBody(Mallory mallory) throws Exception {
    String head = RawHttp.head("POST", POLLING, "Content-Length: 99999999999");
    assertThat(mallory.answer(head + "\r\n").status()).isEqualTo(413);
  }

  private static void endlessChunks(Mallory mallory) throws Exception {
    try (RawHttp http = mallory.http()) {
      http.send(RawHttp.head("POST", POLLING, "Transfer-Encoding: chunked") + "\r\n");
      String chunk = "ffff\r\n" + "x".repeat(0xffff) + "\r\n";
      for (int i = 0; i < 16; i++) {
        http.send(chunk);
      }
      assertThat(http.answer().status()).isEqualTo(413);
    }
  }

  private static void smuggled(Mallory mallory) throws Exception {
    String hidden = "GET /hidden HTTP/1.1\r\nHost: x\r\n\r\n";
    String request =
        RawHttp.head(
                "POST",
                POLLING,
                "Content-Length: " + (5 + hidden.length()),
                "Transfer-Encoding: chunked")
            + "\r\n0\r\n\r\n"
            + hidden;
    assertThat(mallory.answer(request).status()).isEqualTo(400);
  }

  private static void injected(Mallory mallory) throws Exception {
    Answer answer = mallory.get("/socket.io/%0d%0aSet-Cookie:%20io=stolen?transport=%0d%0aX:y");
    assertThat(answer.status()).isEqualTo(400);
    assertThat(answer.head()).doesNotContainIgnoringCase("set-cookie").doesNotContain("X:y");
  }

  private static void foreignWebSocket(Mallory mallory) throws Exception {
    String[] headers =
        Stream.of(RawWebSocket.UPGRADE, new String[] {EVIL})
            .flatMap(Stream::of)
            .toArray(String[]::new);
    assertThat(mallory.get(WEBSOCKET, headers).brief()).isEqualTo(FORBIDDEN);
    String sid = mallory.sid();
    assertThat(mallory.get(WEBSOCKET + "&sid=" + sid, headers).brief()).isEqualTo(FORBIDDEN);
  }

  private static void nullOrigin(Mallory mallory) throws Exception {
    for (String origin : List.of("null", "", "*", "https://test.evil", "https://eviltest")) {
      assertThat(mallory.get(POLLING, "Origin: " + origin).brief()).isEqualTo(FORBIDDEN);
    }
  }

  private static void pipelined(Mallory mallory) throws Exception {
    String sid = mallory.sid();
    try (RawHttp http = mallory.http()) {
      http.send((RawHttp.head("GET", POLLING + "&sid=" + sid) + "\r\n").repeat(10_000));
      String _ = new String(http.in().readAllBytes(), java.nio.charset.StandardCharsets.UTF_8);
    } catch (IOException reset) {
      // The server need not say goodbye.
    }
    assertThat(mallory.poll(sid).body()).contains("Session ID unknown");
  }

  private static void spoofed(Mallory mallory) throws Exception {
    int last = 200;
    try (RawHttp http = mallory.http()) {
      for (int i = 0; i < 1_000 && last == 200; i++) {
        last =
            http.get(POLLING, "X-Forwarded-For: 192.0.2." + i % 256, "Forwarded: for=192.0.2.9")
                .answer()
                .status();
      }
    }
    assertThat(last).isEqualTo(429);
  }
}
