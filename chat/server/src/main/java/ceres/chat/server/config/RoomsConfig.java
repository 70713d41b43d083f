package ceres.chat.server.config;

import java.time.Duration;

/**
 * The rules of the chat that can be set.
 *
 * @param leaveDelay until a lost connection counts as leaving its rooms; zero: at once
 * @param maxRooms per connection
 * @param refreshUsers whether tokens update the rows of users that exist
 */
public record RoomsConfig(Duration leaveDelay, int maxRooms, boolean refreshUsers) {}
