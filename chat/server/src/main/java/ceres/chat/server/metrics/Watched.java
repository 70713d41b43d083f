package ceres.chat.server.metrics;

import ceres.chat.core.Chat;
import ceres.chat.core.SchedulerTimers;
import ceres.chat.postgres.Database;
import ceres.socketio.server.Namespace;
import ceres.socketio.server.SocketIoServer;
import java.util.function.BooleanSupplier;
import java.util.function.LongSupplier;

/**
 * What is asked when somebody reads the metrics.
 *
 * @param io its connections
 * @param namespace the chat's sockets
 * @param chat its rooms
 * @param timers its tasks that wait
 * @param database its queue and its connections
 * @param ready whether the server is ready now
 * @param stopping whether it stops
 * @param suppressedLines how many lines were kept out of the log
 */
public record Watched(
    SocketIoServer io,
    Namespace namespace,
    Chat chat,
    SchedulerTimers timers,
    Database database,
    BooleanSupplier ready,
    BooleanSupplier stopping,
    LongSupplier suppressedLines) {}
