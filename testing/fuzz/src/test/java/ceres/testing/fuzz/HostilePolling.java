package ceres.testing.fuzz;

import ceres.testing.fuzz.Grammar.Message;
import ceres.testing.wire.RawHttp;
import ceres.testing.wire.RawWebSocket;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.LongAdder;
import java.util.random.RandomGenerator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** By polling: requests in any order, bodies cut or damaged, upgrades that get anywhere. */
final class HostilePolling extends HostileClient {
  private static final Pattern SID = Pattern.compile("\"sid\":\"([\\w-]{20})\"");
  private static final List<String> METHODS = List.of("PUT", "DELETE", "OPTIONS", "HEAD", "X");
  private static final List<String> UPGRADE_STEPS =
      List.of("2probe", "2probe", "5", "5", "2", "4x");

  private String sid = "none";

  HostilePolling(int port, Grammar grammar, RandomGenerator random, LongAdder writes) {
    super(port, grammar, random, writes);
  }

  @Override
  void run() throws IOException {
    RawHttp connection = connect();
    if (grammar.oneIn(10)) {
      send(connection, grammar.changed(request("GET", target("polling"), new byte[0])));
      drain(connection);
    } else {
      Matcher open = SID.matcher(connection.get(target("polling")).answer().body());
      sid = open.find() ? open.group(1) : sid;
    }
    if (!grammar.oneIn(20)) {
      byte[] body = Grammar.utf8(Grammar.body(version, grammar.connect()));
      send(connection, request("POST", session(), body));
    }
    for (int steps = random.nextInt(12); steps > 0; steps--) {
      step(grammar.oneIn(3) ? connect() : connection);
    }
  }

  private String session() {
    return target("polling") + "&sid=" + sid;
  }

  private void step(RawHttp connection) throws IOException {
    switch (random.nextInt(12)) {
      case 0 -> {
        byte[] request = request("POST", session(), grammar.body(version));
        send(connection, Arrays.copyOf(request, random.nextInt(request.length)));
      }
      case 1 -> send(connection, request(grammar.pick(METHODS), session(), new byte[0]));
      case 2 ->
          send(connection, grammar.changed(request("POST", session(), grammar.body(version))));
      case 3 ->
          send(
              connection,
              request(
                  "POST",
                  session(),
                  grammar.changed(Seeds.hex("0005ff34325b5d01 0103ff0401")),
                  "Content-Type: application/octet-stream"));
      case 4 -> send(connection, request("POST", session(), Grammar.utf8("1")));
      case 5 -> upgrade();
      case 6, 7, 8 -> {
        send(connection, request("GET", session(), new byte[0]));
        drain(connection);
      }
      default -> send(connection, request("POST", session(), grammar.body(version)));
    }
  }

  private void upgrade() throws IOException {
    RawHttp connection = connect();
    String target = target("websocket") + "&sid=" + sid;
    send(connection, request("GET", target, new byte[0], RawWebSocket.UPGRADE));
    for (int steps = random.nextInt(6); steps > 0; steps--) {
      if (grammar.oneIn(3)) {
        for (Message message : grammar.packet()) {
          send(connection, RawWebSocket.masked(message.binary() ? 0x82 : 0x81, message.data()));
        }
      } else {
        byte[] step = Grammar.utf8(grammar.pick(UPGRADE_STEPS));
        send(connection, RawWebSocket.masked(0x81, step));
      }
      drain(connection);
    }
  }
}
