package ceres.socketio.adapter;

import ceres.socketio.protocol.SocketPacket;
import java.util.List;
import java.util.function.BiFunction;

/**
 * What a namespace gives its adapter. <em>Immutable</em>.
 *
 * @param namespace its name, the same on all nodes
 * @param shards all that members may live on
 * @param encoder makes the form that members take; called on any thread
 * @param serverSide takes what other nodes say
 * @param logs keeps what is sent to rooms
 * @param <E> a packet encoded once for all members
 */
public record AdapterContext<E>(
    String namespace,
    List<? extends Shard> shards,
    BiFunction<SocketPacket, BroadcastFlags, E> encoder,
    ServerSide serverSide,
    RoomLogs<E> logs) {}
