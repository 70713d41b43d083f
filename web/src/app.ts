import { addressedRoom, onAddressedRoom, showRoom, takeToken } from './net/address';
import { Connection } from './net/connection';
import { newId } from './net/ids';
import { Sender } from './net/sender';
import { Session } from './net/session';
import * as storage from './net/storage';
import { Typer } from './net/typer';
import type { Store } from './state/store';
import { KNOWN_ROOMS } from './text/rooms';

/** Everything that a person can do on the page. The views call this, and nothing below it. */
export class App {
  readonly store: Store;
  readonly #session: Session;
  readonly #connection: Connection;
  readonly #typer: Typer;
  #endKeeping = () => {};

  constructor(store: Store) {
    this.store = store;
    this.#session = new Session(
      store,
      () => ({
        open: () => this.#connection.open(),
        close: () => this.#connection.close(),
        connected: () => this.#connection.socket.connected,
        refresh: (token) => this.#connection.refresh(token),
      }),
      (owner) => this.#begin(owner),
    );
    this.#connection = new Connection(store, this.#session);
    const { socket } = this.#connection;
    socket.on('connect', () => this.#session.admitted());
    new Sender(store, this.#connection);
    this.#typer = new Typer({
      ready: (roomId) => this.#connection.ready(roomId),
      start: (roomId) => socket.volatile.emit('typing_start', roomId),
      stop: (roomId) => socket.emit('typing_stop', roomId),
    });
    onAddressedRoom((roomId) => this.openRoom(roomId));
    this.#watchAttention();
  }

  start(): void {
    void this.#session.start(takeToken());
  }

  signIn(name: string): void {
    void this.#session.signIn(name);
  }

  signOut(): void {
    this.#typer.stop();
    this.#endKeeping();
    showRoom(null);
    this.#session.signOut();
  }

  askForToken(): void {
    this.#session.askAgain();
  }

  reconnect(): void {
    this.#connection.tryNow();
  }

  /** Opens a room, and joins it if it is not one of ours yet. */
  openRoom(roomId: string): void {
    const { dispatch, state } = this.store;
    if (state().screen !== 'chat') {
      return;
    }
    if (state().open !== roomId) {
      this.#typer.stop();
    }
    if (state().rooms[roomId] === undefined) {
      dispatch({ type: 'room-added', roomId });
      void this.#connection.join(roomId);
    }
    dispatch({ type: 'room-opened', roomId });
    showRoom(roomId);
  }

  joinAgain(roomId: string): void {
    void this.#connection.join(roomId);
  }

  leaveRoom(roomId: string): void {
    this.#typer.stop();
    this.store.dispatch({ type: 'room-left', roomId });
    this.#connection.leave(roomId);
    showRoom(this.store.state().open);
  }

  send(roomId: string, content: string): void {
    this.#typer.sent();
    this.store.dispatch({ type: 'written', clientId: newId(), roomId, content, at: Date.now() });
  }

  retry(clientId: string): void {
    this.store.dispatch({ type: 'retried', clientId });
  }

  discard(clientId: string): void {
    this.store.dispatch({ type: 'discarded', clientId });
  }

  typed(roomId: string, text: string): void {
    this.store.dispatch({ type: 'drafted', roomId, text });
    this.#typer.typed(roomId, text);
  }

  loadOlder(roomId: string): void {
    void this.#connection.loadOlder(roomId);
  }

  scrolled(atBottom: boolean): void {
    this.store.dispatch({ type: 'scrolled', atBottom });
  }

  readAll(): void {
    this.store.dispatch({ type: 'read-all' });
  }

  #begin(owner: string): void {
    storage.restore(this.store, owner);
    this.#endKeeping = storage.keep(this.store, owner);
    this.openRoom(addressedRoom() ?? this.store.state().order[0] ?? (KNOWN_ROOMS[0] as string));
  }

  #watchAttention(): void {
    const look = () =>
      this.store.dispatch({
        type: 'attention',
        attentive: document.visibilityState === 'visible' && document.hasFocus(),
      });
    addEventListener('focus', look);
    addEventListener('blur', look);
    document.addEventListener('visibilitychange', look);
    look();
  }
}
