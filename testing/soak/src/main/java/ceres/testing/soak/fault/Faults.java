package ceres.testing.soak.fault;

import ceres.testing.soak.world.Direction;
import ceres.testing.soak.world.World;
import java.util.List;
import java.util.random.RandomGenerator;

/**
 * Does things to a world, and undoes them.
 *
 * <p>Confined to one thread.
 *
 * @param random decides which half of the connections is cut
 */
public record Faults(World world, RandomGenerator random) {
  /** Nobody waits longer for one packet. */
  private static final int LATEST_MILLIS = 60;

  /** Begins a strike. */
  public void begin(Strike strike) {
    strike.kinds().forEach(this::begin);
  }

  /** Ends a strike: what is the database's first, because a server needs it to start. */
  public void end(Strike strike) {
    List<FaultKind> kinds = strike.kinds();
    kinds.reversed().forEach(this::end);
  }

  private void begin(FaultKind kind) {
    switch (kind) {
      case SERVER_KILLED -> {
        world.front().leadTo(0);
        world.server().kill();
      }
      case SERVER_FROZEN -> world.server().freeze();
      case SERVER_STOPPED -> world.server().beginToStop();
      case CLIENTS_CUT -> world.front().cutAll();
      case SOME_CLIENTS_CUT -> world.front().cutSome(random);
      case CLIENTS_HELD -> world.front().hold(Direction.THERE, Direction.BACK);
      case CLIENTS_UNHEARD -> world.front().swallow(Direction.THERE);
      case CLIENTS_DEAF -> world.front().swallow(Direction.BACK);
      case CLIENTS_LATE -> world.front().slow(LATEST_MILLIS);
      case DATABASE_CUT -> world.back().cutAll();
      case SOME_DATABASE_CUT -> world.back().cutSome(random);
      case DATABASE_HELD -> world.back().hold(Direction.THERE, Direction.BACK);
      case DATABASE_UNHEARD -> world.back().swallow(Direction.THERE);
      case DATABASE_DEAF -> world.back().swallow(Direction.BACK);
      case DATABASE_LATE -> world.back().slow(LATEST_MILLIS);
      case BACKEND_KILLED -> world.postgres().killBackend();
      case POSTGRES_CRASHED -> world.postgres().crash();
      case POSTGRES_FROZEN -> world.postgres().freeze();
    }
  }

  private void end(FaultKind kind) {
    switch (kind) {
      case SERVER_KILLED -> world.start();
      case SERVER_FROZEN -> world.server().thaw();
      case SERVER_STOPPED -> {
        int _ = world.server().ended();
        world.start();
      }
      case CLIENTS_CUT, SOME_CLIENTS_CUT, DATABASE_CUT, SOME_DATABASE_CUT, BACKEND_KILLED -> {
        // It was over at once.
      }
      case CLIENTS_HELD, CLIENTS_UNHEARD, CLIENTS_DEAF, CLIENTS_LATE -> world.front().heal();
      case DATABASE_HELD, DATABASE_UNHEARD, DATABASE_DEAF, DATABASE_LATE -> world.back().heal();
      case POSTGRES_CRASHED -> world.postgres().startAgain();
      case POSTGRES_FROZEN -> world.postgres().thaw();
    }
  }
}
