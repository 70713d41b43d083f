import type { ChatMessage } from '../events';
import { isAfter, markOf, merge, unknownOf } from './timeline';
import type { ReadMark, Room } from './types';

/** What a room needs to know of the rest of the state. */
export interface Reader {
  ownId: string | null;
  /** This room is open. */
  open: boolean;
  /** It is open, seen, and scrolled to its end: what arrives is read at once. */
  reading: boolean;
}

export const emptyRoom = (id: string, read: ReadMark | null): Room => ({
  id,
  status: 'joining',
  problem: null,
  messages: [],
  notices: [],
  anchorId: null,
  older: 'unknown',
  here: [],
  typing: [],
  read,
  unread: 0,
  unreadIsLeast: false,
  marker: null,
});

/** Everything is read. The line stays where it is: it shows what was new. */
export function markRead(room: Room): Room {
  const newest = room.messages.at(-1);
  const read = newest === undefined ? room.read : markOf(newest);
  if (room.unread === 0 && read?.id === room.read?.id) {
    return room;
  }
  return { ...room, read, unread: 0, unreadIsLeast: false };
}

/** Counts what is unread. An own message, from whatever device, says that all before it was read. */
export function recount(room: Room, ownId: string | null): Room {
  const newest = room.messages.at(-1);
  if (newest === undefined) {
    return room;
  }
  if (room.read === null) {
    return { ...room, read: markOf(newest), unread: 0, unreadIsLeast: false };
  }
  let unread = 0;
  for (let i = room.messages.length - 1; i >= 0; i--) {
    const message = room.messages[i] as ChatMessage;
    if (!isAfter(message, room.read)) {
      return { ...room, unread, unreadIsLeast: false };
    }
    if (message.user.id === ownId) {
      return { ...room, read: markOf(message), unread, unreadIsLeast: false };
    }
    unread++;
  }
  return { ...room, unread, unreadIsLeast: room.older !== 'none' };
}

/** The line "New messages", where there is something new and no line yet. */
function withMarker(room: Room): Room {
  if (room.marker !== null || room.unread === 0) {
    return room;
  }
  const lastRead = room.messages.at(-room.unread - 1);
  return { ...room, marker: lastRead?.id ?? '' };
}

/** The room as it is when it is opened. */
export const opened = (room: Room): Room => withMarker({ ...room, marker: null });

/** A join's history, the first one or one after a lost connection. */
export function withHistory(room: Room, messages: readonly ChatMessage[], reader: Reader): Room {
  const first = room.messages.length === 0;
  const merged = merge(room.messages, messages);
  const next = recount(
    {
      ...room,
      messages: merged,
      anchorId: room.anchorId ?? merged[0]?.id ?? null,
      older: room.older === 'unknown' && first ? (messages.length < 50 ? 'none' : 'some') : room.older,
    },
    reader.ownId,
  );
  const marked = reader.open ? withMarker(next) : next;
  // What a first history holds is read when the list has shown it, which may be at its line.
  return reader.reading && !first ? markRead(marked) : marked;
}

/** Messages that arrived live or fill a gap, and those among them that were not known. */
export function withNews(room: Room, messages: readonly ChatMessage[], reader: Reader): { room: Room; added: ChatMessage[] } {
  const added = unknownOf(room.messages, messages);
  if (added.length === 0) {
    return { room, added };
  }
  const typing = room.typing.filter((one) => !added.some((message) => message.user.id === one.userId));
  const merged = merge(room.messages, added);
  const grown: Room = {
    ...room,
    messages: merged,
    anchorId: room.anchorId ?? merged[0]?.id ?? null,
    typing: typing.length === room.typing.length ? room.typing : typing,
  };
  const counted = recount({ ...grown, read: grown.read ?? emptyMark }, reader.ownId);
  if (reader.reading) {
    return { room: markRead(counted), added };
  }
  return { room: reader.open ? withMarker(counted) : counted, added };
}

/** Before everything: for a room that had no messages when it was joined. */
const emptyMark: ReadMark = { id: '', at: '' };

export function withOlder(room: Room, messages: readonly ChatMessage[], hasMore: boolean, ownId: string | null): Room {
  const next: Room = { ...room, messages: merge(room.messages, messages), older: hasMore ? 'some' : 'none' };
  const counted = room.unreadIsLeast ? recount(next, ownId) : next;
  return room.marker === '' && counted.unread > 0 ? withMarker({ ...counted, marker: null }) : counted;
}
