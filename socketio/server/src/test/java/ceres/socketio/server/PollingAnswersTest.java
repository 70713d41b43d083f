package ceres.socketio.server;

import static org.assertj.core.api.Assertions.assertThat;

import ceres.socketio.server.Client.By;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;

/** What polling requests are answered with, and when. */
class PollingAnswersTest extends SocketIoTest {
  private final HttpClient http = HttpClient.newHttpClient();
  private String address = "";

  private String get() throws IOException, InterruptedException {
    return send(HttpRequest.newBuilder(URI.create(address)).build());
  }

  /** The coding of what a poll by a client that understands gzip is answered with. */
  private String codingOfNext() throws IOException, InterruptedException {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create(address)).header("Accept-Encoding", "gzip").build();
    return http.send(request, BodyHandlers.discarding())
        .headers()
        .firstValue("Content-Encoding")
        .orElse("none");
  }

  private String post(String body) throws IOException, InterruptedException {
    return send(
        HttpRequest.newBuilder(URI.create(address))
            .POST(HttpRequest.BodyPublishers.ofString(body))
            .build());
  }

  private String send(HttpRequest request) throws IOException, InterruptedException {
    return http.send(request, BodyHandlers.ofString()).body();
  }

  private void connect(SocketIoServer server) throws Exception {
    address =
        "http://127.0.0.1:" + server.address().getPort() + "/socket.io/?EIO=4&transport=polling";
    String open = get();
    address += "&sid=" + open.replaceAll("^0\\{\"sid\":\"([^\"]*).*", "$1");
    assertThat(post("40")).isEqualTo("ok");
    assertThat(get()).startsWith("40{\"sid\":");
  }

  /** Handlers run on threads of their own, and yet the next poll has all of it in one body. */
  @Test
  void it_is_when_its_events_are_handled_and_what_they_caused_is_queued() throws Exception {
    SocketIoServer server = server();
    server.of("/").handlers().on("echo", event -> event.socket().emit("back", event.arg(0)));
    connect(started(server));
    for (int i = 0; i < 100; i++) {
      assertThat(post("42[\"echo\",1]\u001e42[\"echo\",2]\u001e42[\"echo\",3]")).isEqualTo("ok");
      assertThat(get()).isEqualTo("42[\"back\",1]\u001e42[\"back\",2]\u001e42[\"back\",3]");
    }
  }

  @Test
  void a_handler_that_takes_long_does_not_keep_the_client_from_sending() throws Exception {
    SocketIoServer server = server();
    CountDownLatch end = new CountDownLatch(1);
    server
        .of("/")
        .handlers()
        .on(
            "slow",
            event -> {
              end.await();
              event.ack();
            })
        .on("end", event -> event.ack());
    server.of("/other").handlers().on("end", _ -> end.countDown());
    connect(started(server));
    assertThat(post("40/other,")).isEqualTo("ok");
    assertThat(get()).startsWith("40/other,{\"sid\":");
    assertThat(post("420[\"slow\"]")).isEqualTo("ok");
    assertThat(end.getCount()).isEqualTo(1);
    assertThat(post("42/other,[\"end\"]")).isEqualTo("ok");
    assertThat(get()).isEqualTo("430[]");
  }

  @Test
  void a_client_that_is_cut_off_meanwhile_harms_nobody() {
    SocketIoServer server = server();
    CountDownLatch end = new CountDownLatch(1);
    server.of("/").handlers().on("slow", _ -> end.await()).onDisconnect((_, _) -> told.add("over"));
    Client client = open(started(server), By.POLLING);
    client.connect();
    client.send("42[\"slow\"]");
    client.send("1");
    end.countDown();
    assertThat(nextTold()).isEqualTo("over");
  }

  @Test
  void what_is_not_to_be_compressed_is_not_for_one_or_for_many() throws Exception {
    String text = "asteroid ".repeat(1_000);
    SocketIoServer server = server();
    server.onConnection(socket -> {
      socket.on("plain", _ -> socket.compress(false).emit("a", text));
      socket.on("usual", _ -> socket.emit("a", text));
    });
    connect(started(server));
    post("42[\"usual\"]");
    assertThat(codingOfNext()).isEqualTo("gzip");
    post("42[\"plain\"]");
    assertThat(codingOfNext()).isEqualTo("none");
    server.of("/").emit("a", text);
    assertThat(codingOfNext()).isEqualTo("gzip");
    server.of("/").broadcast().compress(false).emit("a", text);
    assertThat(codingOfNext()).isEqualTo("none");
  }
}
