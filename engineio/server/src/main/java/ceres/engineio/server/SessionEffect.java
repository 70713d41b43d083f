package ceres.engineio.server;

import ceres.engineio.protocol.EnginePacket.Message;

/** What the I/O code has to do after a transition, in order. */
sealed interface SessionEffect {

  /** Give a message to the layer above. */
  record Deliver(Message message) implements SessionEffect {}

  /** Answer a client's ping. */
  record AnswerPing(String data) implements SessionEffect {}

  /** The effects that carry nothing. */
  enum Plain implements SessionEffect {
    /** Send a ping and await its pong for pingTimeout. */
    SEND_PING,
    /** The pong is there: the next ping, whosever, is due in pingInterval. */
    AWAIT_PING,
    /** The client's ping is due: it has pingTimeout more. */
    AWAIT_LATE_PING,
    /** Keep the new WebSocket as the candidate, for at most upgradeTimeout. */
    KEEP_CANDIDATE,
    /** Close the new WebSocket; the session has no use for it. */
    REJECT_CANDIDATE,
    /** Answer the candidate's probe, and set a pending poll free. */
    ANSWER_PROBE,
    /** Close the candidate; polling goes on. */
    DROP_CANDIDATE,
    /**
     * The candidate carries the session now, and takes over all that waits to be sent; a pending
     * poll gets a NOOP, because what it carried could arrive after what the candidate carries.
     */
    ADOPT_CANDIDATE,
    /** Answer the pending poll with what waits, or with a NOOP, so that it does not hang. */
    RELEASE_POLL,
    /** Answer the pending poll with a CLOSE. */
    ABORT_POLL,
    /**
     * Send what waits by the pending poll or the next one, a CLOSE by that after it, or in time.
     */
    CLOSE_BY_POLL,
    /** Send what waits. */
    FLUSH,
    /** Forget the session, its timers and its candidate, and end its transport. */
    DESTROY
  }

  /** Tell the layer above that it is over. */
  record NotifyClosed(CloseReason reason) implements SessionEffect {}
}
