import type { Store } from '../state/store';
import type { Pending } from '../state/types';
import { NO_ANSWER, words } from '../text/words';
import type { Connection } from './connection';

/** Time for the acknowledgement of a message, in ms. The server tries for 10 s while its database is away. */
const PATIENCE = 15_000;

/** After this time without an acknowledgement the connection is looked at, in ms. */
const SUSPICION = 4_000;

/** How often a message is sent without any answer before a person is asked. */
const ATTEMPTS = 4;

/**
 * Empties the outbox, in the order in which it was written. A message leaves it when it is acknowledged, and for no other
 * reason; it may be sent several times, always with its clientId, by which the server stores and shows it once.
 */
export class Sender {
  readonly #store: Store;
  readonly #connection: Connection;
  /** How often a message was sent; an answer to an earlier time does not count as one to this. */
  readonly #attempts = new Map<string, number>();
  /** Messages that the server wants later. */
  readonly #resting = new Set<string>();

  constructor(store: Store, connection: Connection) {
    this.#store = store;
    this.#connection = connection;
    store.subscribe(() => this.flush());
  }

  /** Sends what waits and can be sent. */
  flush(): void {
    for (let next = this.#next(); next !== undefined; next = this.#next()) {
      void this.#send(next);
    }
  }

  #next(): Pending | undefined {
    return this.#store
      .state()
      .outbox.find(
        (one) => one.state === 'waiting' && !this.#resting.has(one.clientId) && this.#connection.ready(one.roomId),
      );
  }

  async #send({ clientId, roomId, content }: Pending): Promise<void> {
    const { dispatch } = this.#store;
    const attempt = (this.#attempts.get(clientId) ?? 0) + 1;
    this.#attempts.set(clientId, attempt);
    // Before the state says so, which sends the next one.
    const answering = this.#connection
      .patient(PATIENCE)
      .emitWithAck('send_message', { roomId, content, clientId });
    dispatch({ type: 'sent', clientId });
    const suspicion = setTimeout(() => void this.#connection.probe(), SUSPICION);
    try {
      const answer = await answering;
      if (answer.status === 'ok') {
        this.#attempts.delete(clientId);
        dispatch({ type: 'acknowledged', clientId, message: answer.message });
      } else if (this.#attempts.get(clientId) === attempt) {
        this.#refused(clientId, roomId, attempt, answer.code, answer.message, answer.retryAfterMs ?? 1_000);
      }
    } catch {
      if (this.#attempts.get(clientId) === attempt) {
        this.#unanswered(clientId, attempt);
      }
    } finally {
      clearTimeout(suspicion);
    }
  }

  #refused(clientId: string, roomId: string, attempt: number, code: string, sentence: string, later: number): void {
    const { dispatch } = this.#store;
    if (code === 'NOT_IN_ROOM' && attempt < ATTEMPTS) {
      this.#connection.lost(roomId);
      dispatch({ type: 'unsent', clientId });
    } else if (code === 'RATE_LIMITED') {
      this.#resting.add(clientId);
      dispatch({ type: 'unsent', clientId });
      setTimeout(() => {
        this.#resting.delete(clientId);
        this.flush();
      }, later);
    } else {
      this.#attempts.delete(clientId);
      dispatch({ type: 'failed', clientId, problem: words(code, sentence) });
    }
  }

  /** A lost connection is no failure: it is sent again with the next one. */
  #unanswered(clientId: string, attempt: number): void {
    if (this.#connection.socket.connected && attempt >= ATTEMPTS) {
      this.#attempts.delete(clientId);
      this.#store.dispatch({ type: 'failed', clientId, problem: NO_ANSWER });
    } else {
      this.#store.dispatch({ type: 'unsent', clientId });
    }
  }
}
