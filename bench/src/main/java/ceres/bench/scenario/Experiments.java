package ceres.bench.scenario;

import ceres.bench.load.Seating;
import ceres.bench.scenario.Experiment.Curve;
import java.util.List;

/** All that can be measured. */
public final class Experiments {
  private static final int FANOUT_MEMBERS = 1_000;
  private static final double FANOUT_RATE = 20;

  /** Fits where a process may have 20,000 files open. */
  private static final int ALMOST_20_000 = 19_000;

  private Experiments() {}

  /**
   * The open loop that is meant to run for long.
   *
   * @param members of the one room
   * @param rate messages a second
   * @param seconds how long it is measured
   */
  public record Steady(int members, double rate, double seconds) {
    /** The numbers for a length. */
    public static Steady of(Length length) {
      return new Steady(
          length.of(FANOUT_MEMBERS, FANOUT_MEMBERS, 20), FANOUT_RATE, length.of(60.0, 5.0, .5));
    }

    private FanOut load(Length length) {
      return new FanOut(Seating.dealt(members, 1), rate, length.of(5.0, 2.0, .2), seconds);
    }
  }

  /** All of a length, in their order: first the scenarios, then the curves. */
  public static List<Experiment> of(Length length, Steady steady) {
    return List.of(
        Experiment.scenario(
            "fanout",
            "1 room of 1,000 members, 20 messages a second",
            length.of(
                new FanOut(Seating.dealt(FANOUT_MEMBERS, 1), FANOUT_RATE, 5, 10),
                new FanOut(Seating.dealt(FANOUT_MEMBERS, 1), FANOUT_RATE, 2, 3),
                new FanOut(Seating.dealt(20, 1), FANOUT_RATE, .2, .5)),
            "cpu_us_per_delivery",
            "latency_p50_ms",
            "latency_p99_ms",
            "latency_p999_ms",
            "missing",
            "doubled"),
        Experiment.scenario(
            "rooms",
            "100 rooms of 20 members, 500 messages a second in all",
            length.of(
                new FanOut(Seating.dealt(2_000, 100), 500, 5, 10),
                new FanOut(Seating.dealt(2_000, 100), 500, 2, 3),
                new FanOut(Seating.dealt(20, 5), 50, .2, .5)),
            "cpu_us_per_delivery",
            "latency_p50_ms",
            "latency_p99_ms",
            "latency_p999_ms",
            "missing",
            "doubled"),
        Experiment.scenario(
            "saturate",
            "100 senders with 4 messages in flight, in 100 rooms of 2",
            length.of(
                new Saturate(100, 100, 4, 4, 10),
                new Saturate(100, 100, 4, 2, 3),
                new Saturate(5, 5, 4, .2, .5)),
            "messages_per_s",
            "cpu_us_per_message",
            "latency_p50_ms",
            "latency_p99_ms",
            "sender_order_broken",
            "missing",
            "doubled"),
        Experiment.scenario(
            "sustain",
            "1 room of 1,000 members: most deliveries a second with p99 below 100 ms",
            length.of(
                new Sustain(FANOUT_MEMBERS, 40, 4_000, 3, 6),
                new Sustain(FANOUT_MEMBERS, 40, 4_000, 1, 2),
                new Sustain(20, 40, 80, .1, .3)),
            "deliveries_per_s",
            "cpu_us_per_delivery",
            "latency_p50_ms",
            "latency_p99_ms",
            "generator_cpu_percent"),
        Experiment.scenario(
            "joinstorm",
            "everybody joins one room at once: 1,000 (quick: 300)",
            new JoinStorm(length.of(1_000, 300, 10)),
            "all_history_ms",
            "all_quiet_ms",
            "cpu_us_per_join",
            "join_p99_ms",
            "history_messages_least"),
        Experiment.scenario(
            "connectstorm",
            "2,000 clients connect with tokens",
            new ConnectStorm(length.of(2_000, 2_000, 20)),
            "connects_per_s",
            "cpu_us_per_connect",
            "connect_p50_ms",
            "connect_p99_ms"),
        Experiment.scenario(
                "idle",
                "10,000 silent clients (quick: 2,000)",
                new Idle(length.of(10_000, 2_000, 20), length.of(3.0, 1.0, .2)),
                "rss_bytes_per_connection",
                "rss_end_bytes_per_connection",
                "rss_empty_mb")
            .fresh(),
        Experiment.scenario(
            "latency",
            "1 room of %,d members, %s messages a second for %s s"
                .formatted(steady.members(), steady.rate(), steady.seconds()),
            steady.load(length),
            "latency_p50_ms",
            "latency_p99_ms",
            "latency_p999_ms",
            "latency_max_ms",
            "longest_pause_ms",
            "generator_late_max_ms",
            "server_rss_mb",
            "missing",
            "doubled"),
        Experiment.scenario(
            "soak",
            "the same, beside people who come and go: what the server holds, early and late",
            new Soak(steady.load(length)),
            "heap_mb_early",
            "heap_mb_late",
            "direct_mb_early",
            "direct_mb_late",
            "resident_mb_early",
            "resident_mb_late",
            "threads_early",
            "threads_late",
            "files_early",
            "files_late",
            "timers_early",
            "timers_late",
            "latency_p99_ms",
            "latency_max_ms",
            "missing",
            "doubled"),
        members(length),
        connections(length),
        curveOfRooms(length),
        senders(length));
  }

  private static Experiment members(Length length) {
    return Experiment.curve(
        "curve-members",
        "what a delivery costs, the larger the room is (10 persons with all the windows)",
        new Curve("members", "cpu_us_per_delivery", true, true),
        length.of(
            List.of(10, 100, 1_000, 2_000, 5_000, 10_000, ALMOST_20_000, 20_000),
            List.of(10, 100, 1_000),
            List.of(2, 10)),
        members ->
            new FanOut(
                Seating.dealt(members, 1).ofUsers(10),
                Math.clamp(20_000.0 / members, 1, 500),
                length.of(4.0, 1.0, .2),
                length.of(10.0, 2.0, .5)),
        "latency_p99_ms",
        "missing");
  }

  private static Experiment connections(Length length) {
    return Experiment.curve(
            "curve-connections",
            "what the server takes of memory, the more clients are connected",
            new Curve("connections", "rss_connected_mb", false, true),
            length.of(
                List.of(1_000, 5_000, 10_000, ALMOST_20_000, 35_000, 50_000),
                List.of(500, 1_000, 2_000),
                List.of(10, 20)),
            clients -> new Idle(clients, length.of(3.0, 1.0, .2)),
            "rss_bytes_per_connection")
        .fresh();
  }

  private static Experiment curveOfRooms(Length length) {
    int clients = length.of(1_000, 1_000, 10);
    return Experiment.curve(
        "curve-rooms",
        "what a message costs, the more rooms (of 2) the 1,000 clients are in",
        new Curve("rooms", "cpu_us_per_message", false, false),
        length.of(
            List.of(1, 10, 100, 1_000, 10_000, 50_000), List.of(1, 100, 10_000), List.of(1, 20)),
        rooms ->
            new FanOut(
                Seating.pairs(clients, rooms),
                length.of(500.0, 500.0, 50.0),
                length.of(4.0, 1.0, .2),
                length.of(10.0, 2.0, .5)),
        "latency_p99_ms",
        "missing");
  }

  private static Experiment senders(Length length) {
    return Experiment.curve(
        "curve-senders",
        "messages that are saved, the more senders there are (4 in flight each)",
        new Curve("senders", "messages_per_s", false, false),
        length.of(List.of(1, 2, 5, 10, 20, 50, 100, 200, 400), List.of(1, 10, 100), List.of(1, 5)),
        senders ->
            new Saturate(senders, senders, 4, length.of(3.0, 1.0, .2), length.of(6.0, 2.0, .5)),
        "cpu_us_per_message",
        "latency_p99_ms",
        "missing");
  }
}
