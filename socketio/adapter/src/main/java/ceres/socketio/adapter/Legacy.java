package ceres.socketio.adapter;

import java.util.List;
import java.util.concurrent.CompletionStage;

/**
 * What a successor gets besides the rooms. <em>Immutable</em>.
 *
 * @param missed the packets after the last that the client received, in order
 * @param kicked whether it was to be disconnected in this moment
 * @param over completes, maybe much later, when the handlers of the former have run to their end
 * @param <E> a packet encoded once for all members
 */
public record Legacy<E>(List<E> missed, boolean kicked, CompletionStage<?> over) {
  /** Keeps its own list. */
  public Legacy {
    missed = List.copyOf(missed);
  }
}
