package ceres.chat.server.config;

import java.time.Duration;

/**
 * The rules of the chat that can be set.
 *
 * @param leaveDelay until a lost connection counts as leaving its rooms; zero: at once
 * @param recoveryWindow for how long a lost connection may come back to its rooms and what it
 *     missed; zero: not at all
 * @param maxRooms per connection
 * @param refreshUsers whether tokens update the rows of users that exist
 */
public record RoomsConfig(
    Duration leaveDelay, Duration recoveryWindow, int maxRooms, boolean refreshUsers) {}
