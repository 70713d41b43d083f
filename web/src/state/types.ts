import type { Author, ChatMessage } from '../events';

/** Somebody the page has heard of. `name` is null until a message or a presence list has told it. */
export interface Person {
  id: string;
  name: string | null;
  email: string | null;
  avatar: string | null;
}

/** A message that was written here and is not acknowledged yet. */
export interface Pending {
  clientId: string;
  roomId: string;
  content: string;
  /** When it was written, in ms of this machine's clock. */
  at: number;
  /** waiting: not sent on this connection; sending: no answer yet; failed: refused, and the person is asked. */
  state: 'waiting' | 'sending' | 'failed';
  /** Sent at least once, on any connection: it may be stored already. */
  tried: boolean;
  /** Why it failed, in words. */
  problem: string | null;
  /**
   * The id of the message that this one seems to have become: new_message has no clientId, so an own message of the
   * same content stands for it. Only the acknowledgement is proof; until then this one is hidden, and kept.
   */
  becameId: string | null;
}

/** A quiet line between messages. */
export interface Notice {
  key: string;
  kind: 'joined' | 'left';
  userId: string;
  /** ISO 8601. */
  at: string;
}

export interface Typing {
  userId: string;
  /** When to stop believing it, in ms of this machine's clock. */
  until: number;
}

/** How far somebody has read: a message's id and time. */
export interface ReadMark {
  id: string;
  at: string;
}

export interface Room {
  id: string;
  status: 'joining' | 'joined' | 'refused';
  /** Why it could not be joined, in words. */
  problem: string | null;
  /** In the order of the server: by createdAt, then id. Each id once. */
  messages: readonly ChatMessage[];
  notices: readonly Notice[];
  /** Where the first history began: a point in `messages` that stays while older ones are put before it. */
  anchorId: string | null;
  older: 'unknown' | 'some' | 'loading' | 'failed' | 'none';
  /** User ids, in the order in which they were heard of. */
  here: readonly string[];
  typing: readonly Typing[];
  read: ReadMark | null;
  /** Messages of others after the read mark; may be more than are loaded, see `unreadIsLeast`. */
  unread: number;
  unreadIsLeast: boolean;
  /** The line "New messages" stands after this message; '' puts it above all; null is no line. */
  marker: string | null;
}

export type Link = 'connecting' | 'connected' | 'reconnecting' | 'offline' | 'session-over';

export type Screen = 'loading' | 'broken' | 'sign-in' | 'token-wanted' | 'chat';

export interface State {
  screen: Screen;
  /** trial: a name is enough; token: an application hands over tokens. */
  mode: 'trial' | 'token';
  /** What went wrong on the screen that is shown, in words. */
  screenProblem: string | null;
  signingIn: boolean;
  /** The name that was given at the sign-in or is in the token. */
  ownName: string | null;
  /** Known from the token or the first join. */
  ownId: string | null;
  link: Link;
  rooms: Readonly<Record<string, Room>>;
  /** Ids of joined rooms as listed. */
  order: readonly string[];
  open: string | null;
  people: Readonly<Record<string, Person>>;
  /** All rooms' unacknowledged messages, in the order in which they were written. */
  outbox: readonly Pending[];
  drafts: Readonly<Record<string, string>>;
  /** The window is seen and has the focus. */
  attentive: boolean;
  /** The open room is scrolled to its newest message. */
  atBottom: boolean;
}

export interface HistoryPage {
  roomId: string;
  messages: readonly ChatMessage[];
}

export type Action =
  | { type: 'configured'; mode: 'trial' | 'token' }
  | { type: 'screen'; screen: Screen; problem?: string }
  | { type: 'signing-in' }
  | { type: 'signed-in'; name: string | null; userId: string | null }
  | { type: 'link'; link: Link }
  | { type: 'restored'; rooms: readonly string[]; read: Readonly<Record<string, ReadMark>>; outbox: readonly Pending[]; drafts: Readonly<Record<string, string>> }
  | { type: 'room-added'; roomId: string }
  | { type: 'room-opened'; roomId: string | null }
  | { type: 'room-joined'; roomId: string }
  | { type: 'room-refused'; roomId: string; problem: string }
  | { type: 'room-left'; roomId: string }
  | { type: 'history'; page: HistoryPage }
  | { type: 'caught-up'; page: HistoryPage }
  | { type: 'older-wanted'; roomId: string }
  | { type: 'older'; page: HistoryPage; hasMore: boolean }
  | { type: 'older-failed'; roomId: string }
  | { type: 'message'; message: ChatMessage }
  | { type: 'written'; clientId: string; roomId: string; content: string; at: number }
  | { type: 'sent'; clientId: string }
  | { type: 'unsent'; clientId: string }
  | { type: 'acknowledged'; clientId: string; message: ChatMessage }
  | { type: 'failed'; clientId: string; problem: string }
  | { type: 'retried'; clientId: string }
  | { type: 'discarded'; clientId: string }
  | { type: 'drafted'; roomId: string; text: string }
  | { type: 'own-id'; userId: string }
  | { type: 'presence'; roomId: string; users: readonly Author[] }
  | { type: 'came'; roomId: string; userId: string; email: string | null; at: string }
  | { type: 'went'; roomId: string; userId: string; at: string }
  | { type: 'typing'; roomId: string; userId: string; email: string | null; until: number }
  | { type: 'typing-ended'; roomId: string; userId: string }
  | { type: 'typing-aged'; now: number }
  | { type: 'attention'; attentive: boolean }
  | { type: 'scrolled'; atBottom: boolean }
  | { type: 'read-all' };
