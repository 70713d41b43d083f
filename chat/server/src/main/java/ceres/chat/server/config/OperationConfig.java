package ceres.chat.server.config;

import java.time.Duration;

/**
 * How the server is looked at and stopped.
 *
 * @param management the management address
 * @param logFormat how lines of the log are written
 * @param stopDelay for how long a server that stops goes on as before, while it says that it is not
 *     ready
 * @param stopTimeout how long an orderly stop may take, {@code stopDelay} included
 */
public record OperationConfig(
    ManagementConfig management, LogFormat logFormat, Duration stopDelay, Duration stopTimeout) {}
