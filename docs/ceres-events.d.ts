/**
 * All that a client and Ceres say to each other, for socket.io-client 4:
 *
 *     import { io, type Socket } from 'socket.io-client';
 *     import type { ClientToServerEvents, ServerToClientEvents } from './ceres-events';
 *
 *     const socket: Socket<ServerToClientEvents, ClientToServerEvents> = io(address, { auth: { token } });
 *
 * Copy this file, or import it. It has types only. The same in full, with examples: asyncapi.yaml beside it.
 * Shapes only grow: a payload may get more fields some day, and ErrorCode more codes.
 */

/** Why something failed. Codes stay the same; the messages beside them are for people, and may change. */
export type ErrorCode =
  | 'AUTH_REQUIRED'
  | 'TOKEN_INVALID'
  | 'TOKEN_EXPIRED'
  | 'INVALID_PAYLOAD'
  | 'INVALID_ROOM'
  | 'TOO_MANY_ROOMS'
  | 'NOT_IN_ROOM'
  | 'EMPTY_MESSAGE'
  | 'MESSAGE_TOO_LONG'
  | 'INVALID_MESSAGE'
  | 'NOT_SAVED'
  | 'TOO_MANY_CONNECTIONS'
  | 'RATE_LIMITED'
  | 'UNKNOWN_EVENT'
  | 'INTERNAL';

/** 1 to 128 characters, none of them a control character. */
export type RoomId = string;

/** A UUID. */
export type Uuid = string;

/** ISO 8601 in UTC with milliseconds: `2026-02-07T10:05:00.000Z`. */
export type Timestamp = string;

/** A JWT of the user. */
export type Token = string;

/** By it a client that lost its connection says what it has; the client does that by itself. */
export type Offset = string;

// ---- Connecting

/** What a client connects with: `io(address, { auth })`. */
export interface Auth {
  token: Token;
  /** With `offset`, for a client that comes back after a loss; the client adds both by itself. */
  pid?: string;
  offset?: Offset;
}

/** The `data` of a `connect_error` by which the server refuses a client; there is none if the network failed. */
export interface ConnectErrorData {
  code: 'AUTH_REQUIRED' | 'TOKEN_EXPIRED' | 'TOKEN_INVALID' | 'TOO_MANY_CONNECTIONS' | 'RATE_LIMITED' | 'INTERNAL';
  /** Only with RATE_LIMITED. */
  retryAfterMs?: number;
}

// ---- What the server sends

/** Who wrote a message. */
export interface Author {
  id: Uuid;
  name: string;
  avatar: string | null;
}

/** A message as histories have it. */
export interface PastMessage {
  /** UUIDs of version 7: they sort by time. */
  id: Uuid;
  content: string;
  roomId: RoomId;
  createdAt: Timestamp;
  user: Author;
}

/** A message as `new_message` and the acknowledgement of `send_message` have it. */
export interface Message extends PastMessage {
  /** The same as `user.id`. */
  userId: Uuid;
}

/** After each `join_room`. */
export interface RoomHistory {
  roomId: RoomId;
  /** The last 50, the oldest first. */
  messages: PastMessage[];
}

/** Somebody came; or it confirms the own `join_room`. */
export interface UserJoined {
  userId: Uuid;
  email: string | null;
  timestamp: Timestamp;
  roomId: RoomId;
}

/** Somebody went; or it confirms the own `leave_room`. */
export interface UserLeft {
  userId: Uuid;
  email: string | null;
  timestamp: Timestamp;
  roomId: RoomId;
}

/** Somebody else types. Hide it after 10 s without news. */
export interface UserTyping {
  userId: Uuid;
  email: string | null;
  roomId: RoomId;
}

/** They type no more. */
export interface UserStoppedTyping {
  userId: Uuid;
  roomId: RoomId;
}

/** An event of this client failed; or its token has expired. */
export interface ChatError {
  /** A sentence for a person. */
  message: string;
  code: ErrorCode;
  /** The event that failed; none if the token has expired, which ends the connection. */
  event?: string;
  /** Only with RATE_LIMITED. */
  retryAfterMs?: number;
}

/** For `Socket<ServerToClientEvents, …>`. */
export interface ServerToClientEvents {
  room_history: (history: RoomHistory, offset?: Offset) => void;
  new_message: (message: Message, offset?: Offset) => void;
  user_joined: (joined: UserJoined, offset?: Offset) => void;
  user_left: (left: UserLeft, offset?: Offset) => void;
  user_typing: (typing: UserTyping) => void;
  user_stopped_typing: (stopped: UserStoppedTyping) => void;
  error: (error: ChatError, offset?: Offset) => void;
}

// ---- What a client sends

/** The payload of `send_message`. */
export interface SendMessage {
  roomId: RoomId;
  /** 1 to 1,000 code points when it is trimmed. */
  content: string;
  /** A UUID that the client makes: the same again is the same message, stored and shown once. */
  clientId?: Uuid | null;
}

/** The payload of `fetch_history`. */
export interface FetchHistory {
  roomId: RoomId;
  /** Only messages before this one. */
  before?: Uuid | null;
  /** Only messages after this one. */
  after?: Uuid | null;
  /** 1 to 100; 50 if it is not there. */
  limit?: number | null;
}

// ---- Acknowledgements

/** It is done. */
export interface Done {
  status: 'ok';
}

/** The message is stored, and was shown to all members. */
export interface Sent {
  status: 'ok';
  message: Message;
}

/** A page of a room's history. */
export interface HistoryPage {
  status: 'ok';
  /** The oldest first. */
  messages: PastMessage[];
  /** Whether there are more in the direction asked for. */
  hasMore: boolean;
}

/** Somebody in a room. */
export interface PresentUser {
  userId: Uuid;
  name: string;
  avatar: string | null;
}

/** Who is in a room, each user once. */
export interface Presence {
  status: 'ok';
  users: PresentUser[];
}

/** The new token counts. */
export interface Refreshed {
  status: 'ok';
  /** Null for a token that never expires. */
  expiresAt: Timestamp | null;
}

/** It failed; the event `error` says so, too. */
export interface Failed {
  status: 'error';
  code: ErrorCode;
  /** A sentence for a person. */
  message: string;
  /** Only with RATE_LIMITED. */
  retryAfterMs?: number;
}

/** Takes what an event is acknowledged with. */
export type Ack<Answer> = (answer: Answer | Failed) => void;

/**
 * For `Socket<…, ClientToServerEvents>`.
 *
 * The server acknowledges every event if it is asked to. The types of socket.io-client cannot say "if": here all
 * events but typing are acknowledged, so that `emitWithAck` knows what it resolves to. For an event whose outcome does
 * not matter: `socket.emit('leave_room', roomId, () => {})`.
 */
export interface ClientToServerEvents {
  join_room: (roomId: RoomId, ack: Ack<Done>) => void;
  leave_room: (roomId: RoomId, ack: Ack<Done>) => void;
  send_message: (message: SendMessage, ack: Ack<Sent>) => void;
  typing_start: (roomId: RoomId) => void;
  typing_stop: (roomId: RoomId) => void;
  fetch_history: (page: FetchHistory, ack: Ack<HistoryPage>) => void;
  get_presence: (roomId: RoomId, ack: Ack<Presence>) => void;
  refresh_token: (token: Token, ack: Ack<Refreshed>) => void;
}
