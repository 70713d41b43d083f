package ceres.engineio.server;

import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What an engine has done since it was made, and what there is now. Read loop by loop without
 * stopping any, so the numbers may be a moment apart. Immutable.
 *
 * @param connections TCP connections now, those without a session included
 * @param sessions sessions now, by what carries them
 * @param opened sessions that were opened
 * @param upgraded sessions that went on from polling to WebSocket
 * @param closed sessions that ended, by their reasons
 * @param refused HTTP requests that were refused, and clients that were given up, by the reasons
 * @param packetsSent packets that were handed to transports, pings included
 * @param bytesSent bytes of those, before compression and framing
 * @param waitingBytes bytes that wait now for clients who do not take them, or for the rest of what
 *     clients say, if {@link ConnectionLimits#maxTotalBufferedBytes} limits them; else 0
 * @param sentAway sessions that {@link EngineServer#sendAway} has ended
 * @param pendingTasks tasks that wait for their turn on the event loops now
 * @param directMemory bytes of direct memory that Netty's allocator holds now
 * @param heapMemory bytes of heap that Netty's allocator holds now
 * @param certificateExpiry when the certificate for TLS expires; null without TLS
 */
public record EngineStatistics(
    long connections,
    Map<TransportName, Long> sessions,
    long opened,
    long upgraded,
    Map<CloseReason, Long> closed,
    Map<Refused, Long> refused,
    long packetsSent,
    long bytesSent,
    long waitingBytes,
    long sentAway,
    long pendingTasks,
    long directMemory,
    long heapMemory,
    @Nullable Instant certificateExpiry) {

  /** How often this was refused. */
  public long refused(Refused why) {
    return refused.getOrDefault(why, 0L);
  }
}
