package ceres.chat.core;

/**
 * How many are in a room.
 *
 * @param roomId the room
 * @param users who count as present, those included whose connection was lost a moment ago
 * @param connections that get what is sent to the room now
 */
public record RoomCensus(String roomId, int users, int connections) {}
