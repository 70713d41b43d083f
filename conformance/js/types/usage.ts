// How a front-end uses docs/ceres-events.d.ts. Compiled by the tests, never run.

import { io, type Socket } from 'socket.io-client';
import type {
  ChatError,
  ClientToServerEvents,
  ConnectErrorData,
  ErrorCode,
  Message,
  PastMessage,
  PresentUser,
  ServerToClientEvents,
} from '../../../docs/ceres-events';

declare const token: string;

const socket: Socket<ServerToClientEvents, ClientToServerEvents> = io('http://localhost:4000', { auth: { token } });

const shown: PastMessage[] = [];
let newest: Message | undefined;

socket.on('room_history', ({ roomId, messages }) => {
  shown.push(...messages);
  const last: string | undefined = messages.at(-1)?.user.name;
  console.log(roomId.length, last);
  // @ts-expect-error messages of a history have no userId
  console.log(messages[0]?.userId);
});
socket.on('new_message', (message) => {
  newest = message;
  shown.push(message);
  // @ts-expect-error an avatar may be null
  console.log(message.user.avatar.length);
});
socket.on('new_message', (message, offset) => console.log(message.id, offset?.length));
socket.on('user_joined', ({ userId, email, timestamp, roomId }) => console.log(userId, email, timestamp, roomId));
socket.on('user_left', ({ userId, roomId }) => console.log(userId, roomId));
socket.on('user_typing', ({ email }) => console.log(email ?? 'somebody'));
socket.on('user_stopped_typing', ({ userId }) => console.log(userId));
socket.on('error', (error: ChatError) => {
  const code: ErrorCode = error.code;
  console.log(code, error.message, error.event ?? 'the token expired');
  // @ts-expect-error there is no such code
  console.log(error.code === 'NO_SUCH_CODE');
});
socket.on('connect_error', (error: Error & { data?: ConnectErrorData }) => {
  console.log(error.message, error.data?.code === 'TOKEN_EXPIRED');
});

// @ts-expect-error there is no such event
socket.on('new_mesage', () => {});
// @ts-expect-error typing has no offset
socket.on('user_typing', (typing, offset) => console.log(typing, offset));

export async function everything(): Promise<PresentUser[]> {
  const joined = await socket.emitWithAck('join_room', 'general');
  if (joined.status === 'error') {
    console.log(joined.code, joined.message, joined.retryAfterMs);
    return [];
  }
  const sent = await socket.emitWithAck('send_message', {
    roomId: 'general',
    content: 'hello',
    clientId: crypto.randomUUID(),
  });
  // @ts-expect-error it may have failed
  console.log(sent.message.id);
  if (sent.status === 'ok') {
    newest = sent.message;
  }
  socket.emit('send_message', { roomId: 'general', content: 'hello' }, (answer) => console.log(answer.status));
  socket.volatile.emit('typing_start', 'general');
  socket.emit('typing_stop', 'general');
  const page = await socket.emitWithAck('fetch_history', { roomId: 'general', before: shown[0]?.id ?? null, limit: 20 });
  if (page.status === 'ok' && page.hasMore) {
    shown.unshift(...page.messages);
  }
  const refreshed = await socket.emitWithAck('refresh_token', token);
  console.log(refreshed.status === 'ok' ? (refreshed.expiresAt ?? 'never') : refreshed.code);
  socket.emit('leave_room', 'general', () => {});
  const presence = await socket.emitWithAck('get_presence', 'general');
  return presence.status === 'ok' ? presence.users : [];
}

export async function mistakes(): Promise<void> {
  // @ts-expect-error the room is a string
  await socket.emitWithAck('join_room', { roomId: 'general' });
  // @ts-expect-error a room is needed
  await socket.emitWithAck('leave_room');
  // @ts-expect-error a message needs its content
  await socket.emitWithAck('send_message', { roomId: 'general' });
  // @ts-expect-error a message is an object
  socket.emit('send_message', 'hello', () => {});
  // @ts-expect-error a limit is a number
  await socket.emitWithAck('fetch_history', { roomId: 'general', limit: '20' });
  // @ts-expect-error there is no such field
  await socket.emitWithAck('fetch_history', { roomId: 'general', befor: 'x' });
  // @ts-expect-error clients do not emit what the server does
  socket.emit('new_message', newest);
  // @ts-expect-error there is no such event
  socket.emit('join_rom', 'general');
  const presence = await socket.emitWithAck('get_presence', 'general');
  // @ts-expect-error it may have failed
  console.log(presence.users);
}
