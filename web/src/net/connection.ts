import { io, type Socket } from 'socket.io-client';
import type { ChatMessage, ClientToServerEvents, ConnectErrorData, ServerToClientEvents } from '../events';
import type { Store } from '../state/store';
import { NO_ANSWER, words } from '../text/words';
import { Arrivals } from './arrivals';
import { socketAddress } from './server';

type ChatSocket = Socket<ServerToClientEvents, ClientToServerEvents>;

/** Time for an answer, in ms. The server itself may take 10 s for a message while its database is away. */
const PATIENCE = 15_000;

/** Time for an answer that needs nothing but a connection. */
const PROBE = 4_000;

/** Typing that nobody confirms is over after this time, in ms. */
const TYPING = 10_000;

/** What the connection asks of who knows about tokens. */
export interface Admission {
  token(): string;
  /** The server did not let us in, or let us go because the time of the token is over. */
  refused(code: string): void;
}

/**
 * The one socket: turns events into actions, is in the rooms that the state has, and fills what was missed.
 * It emits only while connected, so that the client's own buffer stays empty: what is to be sent again is decided here
 * and in the Sender, by what was acknowledged.
 */
export class Connection {
  readonly socket: ChatSocket;
  /** Rooms that the server knows us to be in. */
  readonly #ready = new Set<string>();
  /** Rooms whose join was shown, but not confirmed by our own user_joined yet. */
  readonly #joining = new Set<string>();
  /** Rooms with a hole in their messages, and the message before it. */
  readonly #holes = new Map<string, string>();
  readonly #arrivals: Arrivals;
  readonly #presenceTimers = new Map<string, number>();
  readonly #store: Store;
  readonly #admission: Admission;
  #expired = false;
  #again = 0;

  constructor(store: Store, admission: Admission) {
    this.#store = store;
    this.#admission = admission;
    this.#arrivals = new Arrivals(store);
    const { origin, path } = socketAddress();
    this.socket = io(origin, {
      path,
      autoConnect: false,
      transports: ['websocket', 'polling'],
      tryAllTransports: true,
      reconnectionDelay: 500,
      reconnectionDelayMax: 8_000,
      auth: (done) => done({ token: admission.token() }),
    });
    this.#listen();
    this.#listenToBrowser();
  }

  ready(roomId: string): boolean {
    return this.socket.connected && this.#ready.has(roomId);
  }

  /** Connects, unless that is being done already. */
  open(): void {
    if (!this.socket.active) {
      this.socket.connect();
    }
  }

  /** Ends it on purpose; everybody sees us leave. */
  close(): void {
    clearTimeout(this.#again);
    this.socket.disconnect();
    this.#ready.clear();
  }

  /** Does not wait for the next attempt. */
  tryNow(): void {
    if (!this.socket.connected) {
      this.socket.disconnect().connect();
    }
  }

  async join(roomId: string): Promise<void> {
    if (!this.socket.connected) {
      return;
    }
    try {
      const answer = await this.patient(PATIENCE).emitWithAck('join_room', roomId);
      if (answer.status === 'error') {
        this.#store.dispatch({ type: 'room-refused', roomId, problem: words(answer.code, answer.message) });
        return;
      }
    } catch {
      // A lost connection joins again when it is back.
      if (this.socket.connected) {
        this.#store.dispatch({ type: 'room-refused', roomId, problem: NO_ANSWER });
      }
      return;
    }
    this.#ready.add(roomId);
    this.#store.dispatch({ type: 'room-joined', roomId });
    this.#askPresence(roomId);
    await this.#fill(roomId);
  }

  leave(roomId: string): void {
    this.#ready.delete(roomId);
    this.#holes.delete(roomId);
    if (this.socket.connected) {
      this.socket.emit('leave_room', roomId, () => {});
    }
  }

  /** The server says that we are not in it, against what we thought. */
  lost(roomId: string): void {
    this.#ready.delete(roomId);
    void this.join(roomId);
  }

  async loadOlder(roomId: string): Promise<void> {
    const oldest = this.#store.state().rooms[roomId]?.messages[0];
    if (oldest === undefined || !this.ready(roomId)) {
      return;
    }
    this.#store.dispatch({ type: 'older-wanted', roomId });
    try {
      const page = await this.patient(PATIENCE).emitWithAck('fetch_history', { roomId, before: oldest.id, limit: 100 });
      if (page.status === 'ok') {
        this.#store.dispatch({ type: 'older', page: { roomId, messages: page.messages }, hasMore: page.hasMore });
        return;
      }
    } catch {
      // Told below.
    }
    this.#store.dispatch({ type: 'older-failed', roomId });
  }

  /** Gives the server a new token of the same person; false if it does not take it. */
  async refresh(token: string): Promise<boolean> {
    try {
      return (await this.patient(PATIENCE).emitWithAck('refresh_token', token)).status === 'ok';
    } catch {
      return false;
    }
  }

  /** Finds out soon whether a connection that seems alive is. One that is not is given up, and made anew. */
  async probe(): Promise<void> {
    const { socket } = this;
    const roomId = this.#store.state().order[0];
    if (!socket.connected) {
      return;
    }
    const engine = socket.io.engine;
    try {
      // Also an error is an answer.
      await this.patient(PROBE).emitWithAck('get_presence', roomId ?? 'general');
    } catch {
      // Not socket.disconnect(): the server is to see a loss, not that we leave.
      if (socket.connected && socket.io.engine === engine) {
        engine.close();
      }
    }
  }

  /**
   * The socket, to be asked with `emitWithAck` for an answer within a time. The client's own types forget what an
   * acknowledgement is where there is a time-out, though it is the same.
   */
  patient(time: number): ChatSocket {
    return this.socket.timeout(time) as unknown as ChatSocket;
  }

  #listen(): void {
    const { socket } = this;
    const { dispatch } = this.#store;
    socket.on('connect', () => this.#connected());
    socket.on('disconnect', (reason) => this.#disconnected(reason));
    socket.on('connect_error', (error) => this.#notConnected(error));
    socket.on('room_history', (page) => {
      this.#joining.add(page.roomId);
      this.#noteHole(page.roomId, page.messages);
      dispatch({ type: 'history', page });
    });
    socket.on('new_message', (message) => this.#arrivals.add(message));
    socket.on('user_joined', ({ roomId, userId, email, timestamp }) => {
      if (this.#joining.delete(roomId)) {
        dispatch({ type: 'own-id', userId });
      }
      if (userId !== this.#store.state().ownId) {
        dispatch({ type: 'came', roomId, userId, email, at: timestamp });
        this.#wantName(roomId, userId);
      }
    });
    socket.on('user_left', ({ roomId, userId, timestamp }) => {
      if (userId !== this.#store.state().ownId) {
        dispatch({ type: 'went', roomId, userId, at: timestamp });
      }
    });
    socket.on('user_typing', ({ roomId, userId, email }) => {
      this.#arrivals.flush();
      dispatch({ type: 'typing', roomId, userId, email, until: Date.now() + TYPING });
      this.#wantName(roomId, userId);
      setTimeout(() => dispatch({ type: 'typing-aged', now: Date.now() }), TYPING + 50);
    });
    socket.on('user_stopped_typing', (typing) => dispatch({ type: 'typing-ended', ...typing }));
    socket.on('error', ({ code, event }) => {
      // What an event failed with is told where its acknowledgement is awaited.
      this.#expired = code === 'TOKEN_EXPIRED' && event === undefined;
    });
  }

  #listenToBrowser(): void {
    addEventListener('online', () => this.#wake());
    addEventListener('offline', () => {
      if (!this.socket.connected) {
        this.#lost();
      }
    });
    document.addEventListener('visibilitychange', () => {
      if (document.visibilityState === 'visible') {
        this.#wake();
      }
    });
  }

  #wake(): void {
    const { link } = this.#store.state();
    if (this.socket.connected) {
      void this.probe();
    } else if (link === 'reconnecting' || link === 'offline') {
      this.tryNow();
    }
  }

  #connected(): void {
    const { socket } = this;
    this.#expired = false;
    if (!socket.recovered) {
      this.#ready.clear();
      this.#joining.clear();
    }
    this.#store.dispatch({ type: 'link', link: 'connected' });
    const { rooms, order } = this.#store.state();
    for (const roomId of order) {
      if (!this.#ready.has(roomId)) {
        void this.join(roomId);
      } else if (this.#holes.has(roomId)) {
        void this.#fill(roomId);
      }
    }
    for (const roomId of this.#ready) {
      if (rooms[roomId] === undefined) {
        this.leave(roomId);
      }
    }
  }

  #disconnected(reason: string): void {
    if (reason === 'io client disconnect') {
      return;
    }
    this.#lost();
    if (reason === 'io server disconnect') {
      // The client does not come back by itself after this.
      if (this.#expired) {
        this.#expired = false;
        this.#admission.refused('TOKEN_EXPIRED');
      } else {
        this.#connectLater();
      }
    }
  }

  #notConnected(error: Error & { data?: unknown }): void {
    this.#lost();
    if (this.socket.active) {
      return;
    }
    const data = error.data as ConnectErrorData | undefined;
    const code = data?.code;
    if (code === 'AUTH_REQUIRED' || code === 'TOKEN_INVALID' || code === 'TOKEN_EXPIRED') {
      this.#admission.refused(code);
    } else {
      this.#connectLater(data?.retryAfterMs); // the token is good
    }
  }

  #lost(): void {
    const { link } = this.#store.state();
    if (!navigator.onLine) {
      this.#store.dispatch({ type: 'link', link: 'offline' });
    } else if (link !== 'connecting') {
      this.#store.dispatch({ type: 'link', link: 'reconnecting' });
    }
  }

  #connectLater(least = 1_000): void {
    clearTimeout(this.#again);
    this.#again = window.setTimeout(() => this.open(), Math.max(least, 1_000) + Math.random() * 2_000);
  }

  /** A history that does not reach back to what is known leaves a hole, unless it is all there is. */
  #noteHole(roomId: string, page: readonly ChatMessage[]): void {
    const newest = this.#store.state().rooms[roomId]?.messages.at(-1);
    if (
      newest !== undefined &&
      page.length >= 50 &&
      !this.#holes.has(roomId) &&
      !page.some((message) => message.id === newest.id)
    ) {
      this.#holes.set(roomId, newest.id);
    }
  }

  /** Fetches what is missing, page by page. Where it is cut off, it goes on with the next connection. */
  async #fill(roomId: string): Promise<void> {
    let after = this.#holes.get(roomId);
    while (after !== undefined && this.ready(roomId)) {
      let page;
      try {
        page = await this.patient(PATIENCE).emitWithAck('fetch_history', { roomId, after, limit: 100 });
      } catch {
        return;
      }
      if (page.status === 'ok') {
        this.#store.dispatch({ type: 'caught-up', page: { roomId, messages: page.messages } });
        after = page.hasMore ? page.messages.at(-1)?.id : undefined;
      } else {
        // The message before the hole is none of this room any more: there is nothing that could be asked for.
        after = undefined;
      }
      if (after === undefined) {
        this.#holes.delete(roomId);
      } else {
        this.#holes.set(roomId, after);
      }
    }
  }

  /** Joins and typing tell no names; the list of who is there does. */
  #wantName(roomId: string, userId: string): void {
    if (this.#store.state().people[userId]?.name == null) {
      this.#askPresence(roomId);
    }
  }

  #askPresence(roomId: string): void {
    if (this.#presenceTimers.has(roomId)) {
      return;
    }
    const ask = async () => {
      this.#presenceTimers.delete(roomId);
      if (!this.ready(roomId)) {
        return;
      }
      try {
        const answer = await this.patient(PATIENCE).emitWithAck('get_presence', roomId);
        if (answer.status === 'ok') {
          const users = answer.users.map(({ userId, name, avatar }) => ({ id: userId, name, avatar }));
          this.#store.dispatch({ type: 'presence', roomId, users });
        }
      } catch {
        // The next join asks again.
      }
    };
    this.#presenceTimers.set(roomId, window.setTimeout(() => void ask(), 100));
  }
}
