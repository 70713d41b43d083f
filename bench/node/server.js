// The chat on the reference server, written as one would who has read its documentation: what Ceres is compared with.
// PORT, HOST, DATABASE_URL and JWT_SECRET come from the environment.

import { createServer } from 'node:http';
import jwt from 'jsonwebtoken';
import pg from 'pg';
import { Server } from 'socket.io';

const { PORT = '4000', HOST = '127.0.0.1', DATABASE_URL, JWT_SECRET } = process.env;
const HISTORY_LENGTH = 50;
const MOST_CHARACTERS = 1_000;

const database = new pg.Pool({ connectionString: DATABASE_URL, max: 10 });
const users = new Map();

/** The rows are prepared statements, which is the fastest that this driver offers. */
async function query(name, text, ...values) {
  const { rows } = await database.query({ name, text, values });
  return rows;
}

async function userOf(id) {
  let user = users.get(id);
  if (!user) {
    [user] = await query('user', 'SELECT id, name, avatar FROM "User" WHERE id = $1', id);
    users.set(id, user);
  }
  return user;
}

async function save(userId, roomId, content) {
  const [row] = await query(
    'save',
    'INSERT INTO "ChatMessage" ("userId", "roomId", content) VALUES ($1, $2, $3) RETURNING id, "createdAt"',
    userId,
    roomId,
    content,
  );
  return row;
}

async function latest(roomId) {
  const rows = await query(
    'latest',
    `SELECT m.id, m.content, m."roomId", m."createdAt", u.id AS "userId", u.name, u.avatar
       FROM "ChatMessage" m JOIN "User" u ON u.id = m."userId"
      WHERE m."roomId" = $1 ORDER BY m."createdAt" DESC, m.id DESC LIMIT ${HISTORY_LENGTH}`,
    roomId,
  );
  return rows.reverse().map(({ userId, name, avatar, ...message }) => ({
    ...message,
    user: { id: userId, name, avatar },
  }));
}

const isRoom = (room) => typeof room === 'string' && room.length > 0 && room.length <= 128;

const http = createServer();
const io = new Server(http, { pingInterval: 25_000, pingTimeout: 60_000 });

io.use((socket, next) => {
  const [, bearer] = /^Bearer (.+)$/.exec(socket.handshake.headers.authorization ?? '') ?? [];
  const token = socket.handshake.auth.token ?? bearer;
  if (!token) {
    return next(new Error('Authentication required'));
  }
  try {
    const { sub: id, email } = jwt.verify(token, JWT_SECRET, { algorithms: ['HS256'] });
    socket.data.user = { id, email };
    next();
  } catch {
    next(new Error('Invalid token'));
  }
});

io.on('connection', (socket) => {
  const { id: userId, email } = socket.data.user;
  const presence = () => ({ userId, email, timestamp: new Date().toISOString() });

  /** Listens; whatever a handler throws becomes an error event. */
  const on = (event, handler) =>
    socket.on(event, async (argument) => {
      try {
        await handler(argument);
      } catch (error) {
        socket.emit('error', { message: error.message });
      }
    });

  on('join_room', async (roomId) => {
    if (!isRoom(roomId)) {
      throw new Error('Invalid room');
    }
    const messages = await latest(roomId);
    socket.join(roomId);
    socket.emit('room_history', { roomId, messages });
    io.to(roomId).emit('user_joined', presence());
  });

  on('leave_room', (roomId) => {
    io.to(roomId).emit('user_left', presence());
    socket.leave(roomId);
  });

  on('send_message', async ({ roomId, content }) => {
    const text = content.trim();
    if (!isRoom(roomId) || !socket.rooms.has(roomId)) {
      throw new Error('Not in this room');
    }
    if (text.length === 0 || text.length > MOST_CHARACTERS) {
      throw new Error('A message has 1 to 1000 characters');
    }
    const user = await userOf(userId);
    const { id, createdAt } = await save(userId, roomId, text);
    io.to(roomId).emit('new_message', { id, content: text, roomId, userId, createdAt, user });
  });
});

http.listen(Number(PORT), HOST);
