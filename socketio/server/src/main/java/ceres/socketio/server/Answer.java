package ceres.socketio.server;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What somebody acknowledged an event with. Immutable.
 *
 * @param args as JSON values
 */
public record Answer(List<@Nullable Object> args) implements Arguments {
  // Written out because javac leaves the inner @Nullable out of an implicit constructor.

  /** An answer with these arguments. */
  public Answer(List<@Nullable Object> args) {
    this.args = args;
  }
}
