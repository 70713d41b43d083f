package ceres.chat.postgres;

import ceres.chat.core.MessageLog.Outcome;

/**
 * Port: sees how the message log does. Called on the log's threads, so it must be quick and must
 * not throw.
 *
 * <p>Thread-safe.
 */
public interface LogObserver {
  /** Sees nothing. */
  LogObserver NONE =
      new LogObserver() {
        @Override
        public void groupStored(int messages, long nanos) {}

        @Override
        public void told(Outcome outcome, long nanos) {}
      };

  /**
   * A group of messages was committed.
   *
   * @param messages how many
   * @param nanos from the beginning of the statement to the commit
   */
  void groupStored(int messages, long nanos);

  /**
   * What became of a message was told; where that was that nobody knows, once more when it is
   * known.
   *
   * @param nanos from the moment it was given to the log until that was known
   */
  void told(Outcome outcome, long nanos);
}
