package ceres.socketio.server;

import static org.assertj.core.api.Assertions.assertThat;

import ceres.socketio.server.Wire.By;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What a client finds that was cut off and comes back. */
class RecoveryTest extends RecoveryFixture {

  @ParameterizedTest
  @EnumSource
  void it_has_its_id_rooms_data_and_what_it_missed_once_and_in_order(By by) {
    start();
    Wire first = open(by);
    Ids ids = connect(first, "");
    socket(ids).data().put("name", "Ada");
    main().emit("news", 1);
    String seen = first.next();
    assertThat(bare(seen)).isEqualTo("42[\"news\",1]");
    lose(first);
    assertThat(main().socket(ids.sid())).isNull();
    assertThat(main().size()).isZero();
    main().emit("news", 2);
    main().to("room").emit("news", 3, Map.of("a", new byte[] {1, 2, 3}));
    main().to("another room").emit("news", 4);
    main().to(ids.sid()).emit("news", 5);

    Wire second = open(by);
    second.send("40" + auth(ids, offset(seen)));
    assertThat(second.next()).isEqualTo(recovered(ids));
    assertThat(bare(second.next())).isEqualTo("42[\"news\",2]");
    assertThat(bare(second.next()))
        .isEqualTo("451-[\"news\",3,{\"a\":{\"_placeholder\":true,\"num\":0}}]");
    assertThat(second.next()).isEqualTo("bAQID");
    assertThat(bare(second.next())).isEqualTo("42[\"news\",5]");
    assertThat(nextTold()).isEqualTo("connection true");
    assertThat(socket(ids).data()).containsEntry("name", "Ada");
    main().to("room").emit("news", 6);
    assertThat(bare(second.next())).isEqualTo("42[\"news\",6]");
    assertThat(second.nextSoon()).isEqualTo("nothing");
  }

  @ParameterizedTest
  @EnumSource
  void a_client_that_received_nothing_yet_gets_all_since_it_connected(By by) {
    start();
    Wire first = open(by);
    Ids ids = connect(first, "");
    first.answersPings = false;
    lose(first);
    main().emit("news", 1);
    Wire second = open(by);
    second.send("40" + auth(ids, null));
    assertThat(second.next()).isEqualTo(recovered(ids));
    assertThat(bare(second.next())).isEqualTo("42[\"news\",1]");
  }

  /** A pong is not waited for any more by then: that alone would let the packet go. */
  @Test
  void what_it_missed_stays_for_as_long_as_it_may_come_back() throws Exception {
    start(
        prepare(
            recovery -> recovery,
            config ->
                config.pingInterval(Duration.ofMillis(100)).pingTimeout(Duration.ofMillis(400))));
    Wire first = open(By.WEBSOCKET);
    Ids ids = connect(first, "");
    lose(first);
    main().to("room").emit("news", 1);
    Thread.sleep(1_000);
    Wire second = open(By.WEBSOCKET);
    second.send("40" + auth(ids, null));
    assertThat(second.next()).isEqualTo(recovered(ids));
    assertThat(bare(second.next())).isEqualTo("42[\"news\",1]");
  }

  @Test
  void a_client_may_still_have_the_offset_of_an_earlier_life() {
    start();
    Wire first = open(By.WEBSOCKET);
    Ids ids = connect(first, "{\"pid\":\"of long ago\",\"offset\":\"old\"}");
    lose(first);
    main().emit("news", 1);
    Wire second = open(By.WEBSOCKET);
    second.send("40" + auth(ids, "old"));
    assertThat(second.next()).isEqualTo(recovered(ids));
    assertThat(bare(second.next())).isEqualTo("42[\"news\",1]");
  }

  @ParameterizedTest
  @EnumSource
  void it_comes_back_before_the_server_noticed(By by) {
    start();
    Wire first = open(by);
    Ids ids = connect(first, "");
    main().emit("news", 1);
    String seen = first.next();
    main().emit("news", 2);
    Wire second = open(by);
    second.send("40" + auth(ids, offset(seen)));
    assertThat(second.next()).isEqualTo(recovered(ids));
    assertThat(bare(second.next())).isEqualTo("42[\"news\",2]");
    assertThat(nextTold()).isEqualTo("transport close");
    assertThat(nextTold()).isEqualTo("connection true");
    until(() -> server().connectionCount() <= 2 && first.nextSoon().matches("end|1|nothing"));
    assertThat(main().size()).isEqualTo(1);
    main().emit("news", 3);
    assertThat(bare(second.next())).isEqualTo("42[\"news\",3]");
  }

  @Test
  void its_old_handlers_end_before_its_new_ones_begin() {
    SocketIoServer server = prepare(recovery -> recovery, config -> config);
    server
        .of("/")
        .handlers()
        .onDisconnect((_, _) -> {
          pause(200);
          told.add("old ones over");
        });
    start(server);
    Wire first = open(By.WEBSOCKET);
    Ids ids = connect(first, "");
    open(By.WEBSOCKET).send("40" + auth(ids, null));
    assertThat(nextTold()).isEqualTo("transport close");
    assertThat(nextTold()).isEqualTo("old ones over");
    assertThat(nextTold()).isEqualTo("connection true");
  }

  @Test
  void a_pid_leads_to_one_live_socket_however_often_it_is_used() {
    start();
    Wire first = open(By.WEBSOCKET);
    Ids ids = connect(first, "");
    lose(first);
    Wire second = open(By.WEBSOCKET);
    second.send("40" + auth(ids, null));
    assertThat(second.next()).isEqualTo(recovered(ids));
    assertThat(nextTold()).isEqualTo("connection true");
    Wire third = open(By.WEBSOCKET);
    third.send("40" + auth(ids, null));
    assertThat(third.next()).isEqualTo(recovered(ids));
    assertThat(second.next()).isEqualTo("end");
    assertThat(main().size()).isEqualTo(1);
  }

  @Test
  void a_quiet_client_recovers_however_long_ago_it_heard_something() {
    start(
        prepare(
            recovery -> recovery.withMaxDisconnection(Duration.ofMillis(500)),
            config ->
                config.pingInterval(Duration.ofMillis(30)).pingTimeout(Duration.ofSeconds(1))));
    Wire first = open(By.WEBSOCKET);
    Ids ids = connect(first, "");
    main().emit("news", 1);
    String seen = first.next();
    // What was broadcast is kept for as long as some pong may be outstanding.
    until(() -> keptBytes() == 0);
    pause(700);
    lose(first);
    main().emit("news", 2);
    Wire second = open(By.WEBSOCKET);
    second.send("40" + auth(ids, offset(seen)));
    assertThat(second.next()).isEqualTo(recovered(ids));
    assertThat(bare(second.next())).isEqualTo("42[\"news\",2]");
  }

  @Test
  void what_a_client_may_lose_is_not_kept_for_it() {
    start();
    Wire first = open(By.WEBSOCKET);
    Ids ids = connect(first, "");
    Socket socket = socket(ids);
    var _ = socket.emitWithAck(Duration.ofSeconds(1), "asked", 1);
    assertThat(first.next()).isEqualTo("420[\"asked\",1]");
    main().broadcast().asVolatile().emit("typing", 1);
    assertThat(first.next()).isEqualTo("42[\"typing\",1]");
    lose(first);
    main().broadcast().asVolatile().emit("typing", 2);
    socket.emit("late", 3);
    Wire second = open(By.WEBSOCKET);
    second.send("40" + auth(ids, null));
    assertThat(second.next()).isEqualTo(recovered(ids));
    assertThat(bare(second.next())).isEqualTo("42[\"late\",3]");
    assertThat(nextTold()).isEqualTo("connection true");
    socket.emit("later", 4);
    assertThat(bare(second.next())).isEqualTo("42[\"later\",4]");
    assertThat(second.nextSoon()).isEqualTo("nothing");
  }

  @Test
  void a_second_loss_while_it_catches_up_loses_nothing() {
    start();
    Wire first = open(By.WEBSOCKET);
    Ids ids = connect(first, "");
    lose(first);
    main().emit("news", 1);
    main().emit("news", 2);
    Wire second = open(By.WEBSOCKET);
    second.send("40" + auth(ids, null));
    assertThat(second.next()).isEqualTo(recovered(ids));
    String seen = second.next();
    assertThat(nextTold()).isEqualTo("connection true");
    lose(second);
    main().emit("news", 3);
    Wire third = open(By.WEBSOCKET);
    third.send("40" + auth(ids, offset(seen)));
    assertThat(third.next()).isEqualTo(recovered(ids));
    assertThat(bare(third.next())).isEqualTo("42[\"news\",2]");
    assertThat(bare(third.next())).isEqualTo("42[\"news\",3]");
  }

  @Test
  void each_namespace_recovers_by_itself() {
    SocketIoServer server = prepare(recovery -> recovery, config -> config);
    Namespace other = server.of("/other");
    start(server);
    Wire first = open(By.WEBSOCKET);
    Ids ids = connect(first, "");
    first.send("40/other,");
    Ids others = ids(first.next().replace("/other,", ""));
    assertThat(others.pid()).isNotEqualTo(ids.pid());
    lose(first);
    other.emit("news", 1);
    Wire second = open(By.WEBSOCKET);
    second.send("40/other," + auth(others, null));
    assertThat(second.next().replace("/other,", "")).isEqualTo(recovered(others));
    assertThat(bare(second.next())).isEqualTo("42/other,[\"news\",1]");
    second.send("40" + auth(ids, null));
    assertThat(second.next()).isEqualTo(recovered(ids));
  }

  @Test
  void without_recovery_nothing_is_different() {
    start(prepareWithout());
    Wire wire = open(By.WEBSOCKET);
    wire.send("40{\"pid\":\"x\",\"offset\":\"y\"}");
    assertThat(wire.next()).matches("40\\{\"sid\":\"[\\w-]{20}\"}");
    main().emit("news", 1);
    assertThat(wire.next()).isEqualTo("42[\"news\",1]");
  }
}
