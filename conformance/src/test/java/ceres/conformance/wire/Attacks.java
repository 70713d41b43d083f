package ceres.conformance.wire;

import static ceres.conformance.wire.Attack.attack;

import ceres.conformance.support.Tokens;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;

/** All that is tried. */
final class Attacks {
  static final String REQUIRED =
      "44{\"message\":\"Authentication required\",\"data\":{\"code\":\"AUTH_REQUIRED\"}}";
  static final String INVALID =
      "44{\"message\":\"Invalid token\",\"data\":{\"code\":\"TOKEN_INVALID\"}}";
  static final String EXPIRED =
      "44{\"message\":\"Invalid token\",\"data\":{\"code\":\"TOKEN_EXPIRED\"}}";

  static final String JOIN = "42[\"join_room\",\"$room\"]";
  static final String JOIN_ACK = "420[\"join_room\",\"$room\"]";
  static final String SEND = "421[\"send_message\",{\"roomId\":\"$room\",\"content\":\"stolen\"}]";
  static final String TYPE = "42[\"typing_start\",\"$room\"]";
  static final String GOOD = "40{\"token\":\"$eve\"}";
  static final String BAD = "40{\"token\":\"a.b.c\"}";

  private static final String BINARY_JOIN = "451-[\"join_room\",{\"_placeholder\":true,\"num\":0}]";

  private Attacks() {}

  static List<Attack> all() {
    return Stream.of(beforeConnect(), refused(), bursts(), namespaces(), twice(), elsewhere())
        .flatMap(List::stream)
        .toList();
  }

  private static List<Attack> beforeConnect() {
    return List.of(
        attack("an event before CONNECT").sends(JOIN).ends(),
        attack("events before CONNECT").sends(JOIN, SEND, TYPE).ends(),
        attack("events one by one before CONNECT").sends(JOIN).sends(SEND).ends(),
        attack("an event that wants an ack before CONNECT").sends(JOIN_ACK, SEND).ends(),
        attack("an unknown event before CONNECT").sends("42[\"anything\"]").ends(),
        attack("refresh_token before CONNECT").sends("420[\"refresh_token\",\"$mallory\"]").ends(),
        attack("an ACK before CONNECT").sends("430[]").ends(),
        attack("a BINARY_EVENT before CONNECT").sends(BINARY_JOIN, "bAQID").ends(),
        attack("a BINARY_EVENT before CONNECT, without its attachment").sends(BINARY_JOIN).ends(),
        attack("a BINARY_ACK before CONNECT")
            .sends("461-0[{\"_placeholder\":true,\"num\":0}]")
            .ends(),
        attack("an attachment without an event").sends("bAQID").ends(),
        attack("DISCONNECT before CONNECT").sends("41").ends(),
        attack("DISCONNECT and an event before CONNECT").sends("41", JOIN, SEND).ends(),
        attack("CONNECT_ERROR before CONNECT").sends("44{\"message\":\"x\"}").ends(),
        attack("a packet of no type before CONNECT").sends("47[]").ends(),
        attack("an event on another namespace before CONNECT")
            .sends("42/admin,[\"join_room\",\"$room\"]")
            .ends(),
        attack("an empty packet before CONNECT").sends("4").ends());
  }

  private static List<Attack> refused() {
    String expired = Tokens.of("Mallory", Duration.ofMinutes(-5));
    String good = Tokens.of("Mallory");
    String otherSignature = good.substring(0, good.lastIndexOf('.') + 1) + "A".repeat(43);
    String unsigned =
        "eyJhbGciOiJub25lIn0." + good.substring(good.indexOf('.') + 1, good.lastIndexOf('.') + 1);
    return List.of(
        refused("no payload", "40", REQUIRED),
        refused("no payload but a namespace", "40/,", REQUIRED),
        refused("an empty payload", "40{}", REQUIRED),
        refused("an empty token", "40{\"token\":\"\"}", REQUIRED),
        refused("a null token", "40{\"token\":null}", REQUIRED),
        refused("garbage as token", BAD, INVALID),
        refused("an expired token", "40{\"token\":\"" + expired + "\"}", EXPIRED),
        refused("a wrong signature", "40{\"token\":\"" + otherSignature + "\"}", INVALID),
        refused("an unsigned token", "40{\"token\":\"" + unsigned + "\"}", INVALID),
        refused("an object as token", "40{\"token\":{}}", INVALID),
        refused("a token in an object", "40{\"token\":{\"token\":\"$mallory\"}}", INVALID),
        refused("a token in an array", "40{\"token\":[\"$mallory\"]}", INVALID),
        refused("a number as token", "40{\"token\":42}", INVALID),
        refused("true as token", "40{\"token\":true}", INVALID),
        refused("two tokens in one", "40{\"token\":\"$mallory $mallory\"}", INVALID),
        refused("a huge token", "40{\"token\":\"" + "x".repeat(900_000) + "\"}", INVALID),
        refused("a token in __proto__", "40{\"__proto__\":{\"token\":\"$mallory\"}}", REQUIRED),
        refused(
            "a token in constructor.prototype",
            "40{\"constructor\":{\"prototype\":{\"token\":\"$mallory\"}}}",
            REQUIRED),
        refused("a token by another name", "40{\"Token\":\"$mallory\"}", REQUIRED),
        refused("a token too deep", "40{\"auth\":{\"token\":\"$mallory\"}}", REQUIRED),
        refused(
            "a user instead of a token", "40{\"userId\":\"" + Tokens.idOf("Bob") + "\"}", REQUIRED),
        attack("an array as payload of CONNECT").sends("40[]").ends(),
        attack("an array with a token as payload of CONNECT")
            .sends("40[{\"token\":\"$mallory\"}]")
            .ends(),
        attack("a string as payload of CONNECT").sends("40\"$mallory\"").ends(),
        attack("a number as payload of CONNECT").sends("4042").ends(),
        attack("null as payload of CONNECT").sends("40null").ends(),
        attack("broken JSON as payload of CONNECT").sends("40{\"token\":").ends(),
        attack("CONNECT with something behind it").sends("40{}{\"token\":\"$mallory\"}").ends(),
        attack("refused twice, then an event")
            .sends("40")
            .gets(REQUIRED)
            .sends(BAD)
            .gets(INVALID)
            .sends(JOIN, SEND)
            .ends());
  }

  /** A CONNECT that is refused, and events behind the refusal. */
  private static Attack refused(String name, String connect, String refusal) {
    return attack(name + ", then events").sends(connect).gets(refusal).sends(JOIN, SEND).ends();
  }

  private static List<Attack> bursts() {
    return List.of(
        attack("events in one burst behind a CONNECT that is refused")
            .sends(BAD, JOIN, SEND)
            .ends(),
        attack("events in one burst behind a CONNECT without a token")
            .sends("40", JOIN, SEND)
            .ends(),
        attack("events in one burst before a CONNECT that is refused")
            .sends(JOIN, SEND, BAD)
            .ends(),
        attack("events in one burst before a CONNECT that would be accepted")
            .sends(JOIN, SEND, "40{\"token\":\"$mallory\"}")
            .ends(),
        attack("events in one burst behind a CONNECT that would be accepted")
            .sends(GOOD, JOIN, SEND)
            .ends(),
        attack("a binary event in one burst behind a CONNECT that would be accepted")
            .sends(GOOD, BINARY_JOIN, "bAQID")
            .ends(),
        attack("an ACK in one burst behind a CONNECT that would be accepted")
            .sends(GOOD, "430[]")
            .ends(),
        attack("DISCONNECT in one burst behind a CONNECT that would be accepted")
            .sends(GOOD, "41")
            .ends(),
        attack("two CONNECTs in one burst, the second good").sends(BAD, GOOD).ends(),
        attack("two CONNECTs in one burst, both good").sends(GOOD, GOOD, JOIN, SEND).ends(),
        attack("a refused CONNECT, its events, and a good CONNECT in one burst")
            .sends(BAD, JOIN, SEND, GOOD)
            .ends());
  }

  private static List<Attack> namespaces() {
    String unknown = "44/admin,{\"message\":\"Invalid namespace\"}";
    String there = "42/admin,[\"join_room\",\"$room\"]";
    return List.of(
        attack("refused on /, events on another namespace")
            .sends(BAD)
            .gets(INVALID)
            .sends(there)
            .ends(),
        attack("refused on /, events on another namespace in one burst").sends(BAD, there).ends(),
        attack("an unknown namespace, then events there")
            .sends("40/admin,{\"token\":\"$mallory\"}")
            .gets(unknown)
            .sends(there)
            .ends(),
        attack("an unknown namespace, then events on /")
            .sends("40/admin,{\"token\":\"$mallory\"}")
            .gets(unknown)
            .sends(JOIN, SEND)
            .ends(),
        attack("an unknown namespace and events on / in one burst")
            .sends("40/admin,{\"token\":\"$mallory\"}", JOIN, SEND)
            .gets(unknown)
            .ends(),
        attack("another unknown namespace without a comma")
            .sends("40/chat")
            .gets("44/chat,{\"message\":\"Invalid namespace\"}")
            .sends(JOIN)
            .ends(),
        attack("a namespace with a query is another one")
            .sends("40/?token=$mallory,")
            .gets("44/?token=$mallory,{\"message\":\"Invalid namespace\"}")
            .sends(JOIN)
            .ends(),
        attack("accepted on /, events on another namespace")
            .sends(GOOD)
            .getsIn()
            .sends(there)
            .ends(),
        attack("accepted on /, refused elsewhere, events there")
            .sends(GOOD)
            .getsIn()
            .sends("40/admin,")
            .gets(unknown)
            .sends(there)
            .ends());
  }

  private static List<Attack> twice() {
    return List.of(
        attack("CONNECT again after it was accepted").sends(GOOD).getsIn().sends(GOOD).ends(),
        attack("CONNECT again and events in one burst")
            .sends(GOOD)
            .getsIn()
            .sends(GOOD, JOIN, SEND)
            .ends(),
        attack("events after leaving the namespace")
            .sends(GOOD)
            .getsIn()
            .sends("41", JOIN, SEND)
            .ends(),
        attack("refused after leaving the namespace, then events")
            .sends(GOOD)
            .getsIn()
            .sends("41", BAD)
            .gets(INVALID)
            .sends(JOIN, SEND)
            .ends());
  }

  /** A good token where none is looked for. */
  private static List<Attack> elsewhere() {
    return List.of(
        refused("a token in the query", "40", REQUIRED).query("&token=$mallory"),
        refused("a token as auth in the query", "40", REQUIRED).query("&auth[token]=$mallory"),
        refused("a token as authorization in the query", "40", REQUIRED)
            .query("&authorization=Bearer%20$mallory"),
        refused("a token in a cookie", "40", REQUIRED).header("Cookie", "token=$mallory"),
        refused("an authorization cookie", "40", REQUIRED)
            .header("Cookie", "authorization=Bearer $mallory"),
        refused("a token without Bearer in the header", "40", REQUIRED)
            .header("Authorization", "$mallory"),
        refused("a token as Basic", "40", REQUIRED).header("Authorization", "Basic $mallory"),
        refused("a header without a token", "40", REQUIRED).header("Authorization", "Bearer "),
        refused("a bad token in the header", "40", INVALID)
            .header("Authorization", "Bearer $mallory.x"),
        refused("a bad token that overrides the header", BAD, INVALID)
            .header("Authorization", "Bearer $mallory"),
        refused("a token in another header", "40", REQUIRED).header("X-Token", "$mallory"),
        refused("a proxy's header", "40", REQUIRED)
            .header("Proxy-Authorization", "Bearer $mallory"));
  }
}
