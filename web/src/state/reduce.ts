import type { ChatMessage } from '../events';
import { compareRooms } from '../text/rooms';
import * as outbox from './outbox';
import * as people from './people';
import { emptyRoom, markRead, opened, type Reader, recount, withHistory, withNews, withOlder } from './room';
import type { Action, Pending, Room, State } from './types';

export const initial: State = {
  screen: 'loading',
  mode: 'trial',
  screenProblem: null,
  signingIn: false,
  ownName: null,
  ownId: null,
  link: 'connecting',
  rooms: {},
  order: [],
  open: null,
  people: {},
  outbox: [],
  drafts: {},
  attentive: true,
  atBottom: false,
};

const readerOf = (state: State, roomId: string): Reader => ({
  ownId: state.ownId,
  open: state.open === roomId,
  reading: state.open === roomId && state.attentive && state.atBottom,
});

function changeRoom(state: State, roomId: string, change: (room: Room) => Room): State {
  const room = state.rooms[roomId];
  if (room === undefined) {
    return state;
  }
  const next = change(room);
  return next === room ? state : { ...state, rooms: { ...state.rooms, [roomId]: next } };
}

function changeAllRooms(state: State, change: (room: Room) => Room): State {
  return state.order.reduce((next, roomId) => changeRoom(next, roomId, change), state);
}

/** What is open, seen and at its end is read. */
function readIfSeen(state: State): State {
  return state.open !== null && state.attentive && state.atBottom ? changeRoom(state, state.open, markRead) : state;
}

function addRoom(state: State, roomId: string, read: Room['read'] = null): State {
  if (state.rooms[roomId] !== undefined) {
    return state;
  }
  return {
    ...state,
    rooms: { ...state.rooms, [roomId]: emptyRoom(roomId, read) },
    order: [...state.order, roomId].sort(compareRooms),
  };
}

function leaveRoom(state: State, roomId: string): State {
  if (state.rooms[roomId] === undefined) {
    return state;
  }
  const { [roomId]: _, ...rooms } = state.rooms;
  const { [roomId]: __, ...drafts } = state.drafts;
  const place = state.order.indexOf(roomId);
  const order = state.order.filter((id) => id !== roomId);
  const next: State = {
    ...state,
    rooms,
    order,
    drafts,
    outbox: state.outbox.filter((pending) => pending.roomId !== roomId),
  };
  return state.open === roomId ? openRoom({ ...next, open: null }, order[Math.min(place, order.length - 1)] ?? null) : next;
}

/** The list of messages says by itself where it is, once it shows the room. */
function openRoom(state: State, roomId: string | null): State {
  if (state.open === roomId) {
    return state;
  }
  const next = { ...state, open: roomId, atBottom: false };
  return roomId === null ? next : changeRoom(next, roomId, opened);
}

function news(state: State, roomId: string, messages: readonly ChatMessage[]): State {
  const room = state.rooms[roomId];
  if (room === undefined) {
    return state;
  }
  const { room: next, added } = withNews(room, messages, readerOf(state, roomId));
  if (added.length === 0) {
    return state;
  }
  return {
    ...state,
    rooms: { ...state.rooms, [roomId]: next },
    people: people.withAuthors(state.people, added.map((message) => message.user)),
    outbox: outbox.recognize(state.outbox, added, state.ownId),
  };
}

function write(state: State, pending: Pending): State {
  const { [pending.roomId]: _, ...drafts } = state.drafts;
  return changeRoom({ ...state, drafts, outbox: [...state.outbox, pending] }, pending.roomId, (room) =>
    markRead({ ...room, marker: null }),
  );
}

/** The next state. Pure: no clock, no chance, no storage. */
export function reduce(state: State, action: Action): State {
  switch (action.type) {
    case 'configured':
      return { ...state, mode: action.mode };
    case 'screen':
      return { ...state, screen: action.screen, screenProblem: action.problem ?? null, signingIn: false };
    case 'signing-in':
      return { ...state, signingIn: true, screenProblem: null };
    case 'signed-in':
      return {
        ...state,
        screen: 'chat',
        signingIn: false,
        screenProblem: null,
        ownName: action.name ?? state.ownName,
        ownId: action.userId ?? state.ownId,
      };
    case 'link':
      if (action.link === state.link) {
        return state;
      }
      return action.link === 'connected'
        ? { ...state, link: action.link }
        : changeAllRooms({ ...state, link: action.link, outbox: outbox.allUnsent(state.outbox) }, (room) =>
            room.typing.length === 0 ? room : { ...room, typing: [] },
          );
    case 'restored': {
      const rooms = [...action.rooms, ...action.outbox.map((pending) => pending.roomId)];
      const next = rooms.reduce((one, roomId) => addRoom(one, roomId, action.read[roomId] ?? null), state);
      return { ...next, outbox: outbox.revived(action.outbox), drafts: action.drafts };
    }
    case 'room-added':
      return addRoom(state, action.roomId);
    case 'room-opened':
      return openRoom(state, action.roomId);
    case 'room-joined':
      return changeRoom(state, action.roomId, (room) => ({ ...room, status: 'joined', problem: null }));
    case 'room-refused':
      return changeRoom(state, action.roomId, (room) => ({ ...room, status: 'refused', problem: action.problem }));
    case 'room-left':
      return leaveRoom(state, action.roomId);
    case 'history': {
      const { roomId, messages } = action.page;
      const next = changeRoom(state, roomId, (room) => withHistory(room, messages, readerOf(state, roomId)));
      return {
        ...next,
        people: people.withAuthors(next.people, messages.map((message) => message.user)),
        outbox: outbox.recognize(next.outbox, messages, next.ownId),
      };
    }
    case 'caught-up':
      return news(state, action.page.roomId, action.page.messages);
    case 'message':
      return news(state, action.message.roomId, [action.message]);
    case 'older-wanted':
      return changeRoom(state, action.roomId, (room) => ({ ...room, older: 'loading' }));
    case 'older': {
      const { roomId, messages } = action.page;
      const next = changeRoom(state, roomId, (room) => withOlder(room, messages, action.hasMore, state.ownId));
      return { ...next, people: people.withAuthors(next.people, messages.map((message) => message.user)) };
    }
    case 'older-failed':
      return changeRoom(state, action.roomId, (room) => ({ ...room, older: 'failed' }));
    case 'written':
      return write(state, outbox.written(action.clientId, action.roomId, action.content, action.at));
    case 'sent':
      return { ...state, outbox: outbox.sent(state.outbox, action.clientId) };
    case 'unsent':
      return { ...state, outbox: outbox.unsent(state.outbox, action.clientId) };
    case 'acknowledged': {
      const done = { ...state, outbox: outbox.acknowledged(state.outbox, action.clientId, action.message.id) };
      return news(done, action.message.roomId, [action.message]);
    }
    case 'failed':
      return { ...state, outbox: outbox.failed(state.outbox, action.clientId, action.problem) };
    case 'retried':
      return { ...state, outbox: outbox.retried(state.outbox, action.clientId) };
    case 'discarded':
      return { ...state, outbox: state.outbox.filter((pending) => pending.clientId !== action.clientId) };
    case 'drafted':
      return { ...state, drafts: { ...state.drafts, [action.roomId]: action.text } };
    case 'own-id': {
      if (action.userId === state.ownId) {
        return state;
      }
      const known = changeAllRooms({ ...state, ownId: action.userId }, (room) => {
        const next = recount(room, action.userId);
        return next.read?.id === room.read?.id ? next : { ...next, marker: null };
      });
      const recent = known.order.flatMap((roomId) => known.rooms[roomId]?.messages.slice(-50) ?? []);
      return { ...known, outbox: outbox.recognize(known.outbox, recent, action.userId) };
    }
    case 'presence':
      return {
        ...changeRoom(state, action.roomId, (room) => ({ ...room, here: action.users.map((user) => user.id) })),
        people: people.withAuthors(state.people, action.users),
      };
    case 'came':
      return changeRoom(
        { ...state, people: people.withAddress(state.people, action.userId, action.email) },
        action.roomId,
        (room) => people.came(room, action.userId, action.at),
      );
    case 'went':
      return changeRoom(state, action.roomId, (room) => people.went(room, action.userId, action.at));
    case 'typing':
      return action.userId === state.ownId
        ? state
        : changeRoom(
            { ...state, people: people.withAddress(state.people, action.userId, action.email) },
            action.roomId,
            (room) => ({ ...room, typing: people.withTyping(room.typing, action.userId, action.until) }),
          );
    case 'typing-ended':
      return changeRoom(state, action.roomId, (room) => ({
        ...room,
        typing: people.withoutTyping(room.typing, action.userId),
      }));
    case 'typing-aged':
      return changeAllRooms(state, (room) => {
        const typing = people.aged(room.typing, action.now);
        return typing === room.typing ? room : { ...room, typing };
      });
    case 'attention':
      return action.attentive === state.attentive ? state : readIfSeen({ ...state, attentive: action.attentive });
    case 'scrolled':
      return action.atBottom === state.atBottom ? state : readIfSeen({ ...state, atBottom: action.atBottom });
    case 'read-all':
      return state.open === null
        ? state
        : changeRoom(state, state.open, (room) => markRead({ ...room, marker: null }));
  }
}
