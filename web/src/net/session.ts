import type { Store } from '../state/store';
import { words } from '../text/words';
import { askForToken, onToken } from './application';
import type { Admission } from './connection';
import { fetchConfig, type PageConfig, Problem, signInByName } from './server';
import * as storage from './storage';
import { type Claims, claimsOf, renewalIn } from './tokens';

/** Time between two attempts to get a token, in ms. */
const AGAIN = 5_000;

/** What a session does with the socket. */
export interface Line {
  open(): void;
  close(): void;
  connected(): boolean;
  /** Hands over a new token; false if the server does not take it. */
  refresh(token: string): Promise<boolean>;
}

/** Who somebody is: gets tokens in the way of the server's mode, and a new one before the old one expires. */
export class Session implements Admission {
  readonly #store: Store;
  readonly #line: () => Line;
  /** Called once, when it is known who it is, before the connection is opened. */
  readonly #begin: (owner: string) => void;
  #config: PageConfig = { signIn: 'token', tokenOrigins: [] };
  #token = '';
  #claims: Claims = claimsOf('');
  #began = false;
  #timer = 0;
  #renewing = false;
  /** Refused since the last time we were let in. */
  #refusals = 0;

  constructor(store: Store, line: () => Line, begin: (owner: string) => void) {
    this.#store = store;
    this.#line = line;
    this.#begin = begin;
  }

  token(): string {
    return this.#token;
  }

  /** Begins, with the token that was in the address. */
  async start(addressed: string | null): Promise<void> {
    const { dispatch } = this.#store;
    dispatch({ type: 'screen', screen: 'loading' });
    try {
      this.#config = await fetchConfig();
    } catch (problem) {
      dispatch({ type: 'screen', screen: 'broken', problem: sentence(problem) });
      return;
    }
    dispatch({ type: 'configured', mode: this.#config.signIn });
    if (this.#config.signIn === 'trial') {
      const name = storage.name();
      if (name === null) {
        dispatch({ type: 'screen', screen: 'sign-in' });
      } else {
        await this.signIn(name);
      }
      return;
    }
    onToken(this.#config.tokenOrigins, (token) => this.#take(token));
    const token = addressed ?? storage.token();
    if (token === null) {
      dispatch({ type: 'screen', screen: 'token-wanted' });
      askForToken(this.#config.tokenOrigins, 'sign-in');
    } else {
      this.#take(token);
    }
  }

  /** Signs in by a name, in the trial mode. */
  async signIn(name: string): Promise<void> {
    const { dispatch } = this.#store;
    dispatch({ type: 'signing-in' });
    try {
      const token = await signInByName(name);
      storage.keepName(name);
      dispatch({ type: 'signed-in', name, userId: null });
      this.#take(token);
    } catch (problem) {
      dispatch({ type: 'screen', screen: 'sign-in', problem: sentence(problem) });
    }
  }

  /** Leaves, and forgets who it was. The page begins anew, so that nothing of them stays in it. */
  signOut(): void {
    clearTimeout(this.#timer);
    this.#line().close();
    storage.forget();
    location.reload();
  }

  refused(code: string): void {
    const { dispatch } = this.#store;
    this.#refusals++;
    if (this.#config.signIn === 'trial') {
      if (this.#refusals > 3) {
        this.#line().close();
        dispatch({ type: 'screen', screen: 'sign-in', problem: words(code, '') });
      } else {
        void this.#renew();
      }
      return;
    }
    dispatch({ type: 'link', link: 'session-over' });
    askForToken(this.#config.tokenOrigins, 'expired');
  }

  admitted(): void {
    this.#refusals = 0;
  }

  /** Asks the application again, for somebody who does not want to wait. */
  askAgain(): void {
    askForToken(this.#config.tokenOrigins, this.#began ? 'expired' : 'sign-in');
  }

  #take(token: string): void {
    const claims = claimsOf(token);
    if (this.#began && claims.subject !== this.#claims.subject) {
      // Somebody else. Nothing of who was here before may stay.
      this.#keep(token);
      location.reload();
      return;
    }
    this.#token = token;
    this.#claims = claims;
    this.#keep(token);
    this.#store.dispatch({ type: 'signed-in', name: claims.name, userId: claims.userId });
    if (!this.#began) {
      this.#began = true;
      this.#begin(claims.subject ?? storage.name() ?? '');
    }
    this.#planRenewal();
    const line = this.#line();
    if (line.connected()) {
      void line.refresh(token);
    } else {
      if (this.#store.state().link === 'session-over') {
        this.#store.dispatch({ type: 'link', link: 'reconnecting' });
      }
      line.open();
    }
  }

  /** The trial mode needs no more than the name. */
  #keep(token: string): void {
    if (this.#config.signIn === 'token') {
      storage.keepToken(token);
    }
  }

  #planRenewal(): void {
    clearTimeout(this.#timer);
    const { expires } = this.#claims;
    if (expires !== null) {
      this.#later(() => void this.#renew(), Math.max(500, renewalIn(expires, Date.now())));
    }
  }

  async #renew(): Promise<void> {
    clearTimeout(this.#timer);
    if (this.#config.signIn === 'token') {
      askForToken(this.#config.tokenOrigins, 'expired');
      return;
    }
    const name = storage.name() ?? this.#store.state().ownName;
    if (name === null || this.#renewing) {
      return;
    }
    this.#renewing = true;
    try {
      this.#take(await signInByName(name));
    } catch (problem) {
      if (problem instanceof Problem && problem.refused) {
        this.#store.dispatch({ type: 'screen', screen: 'sign-in', problem: sentence(problem) });
      } else {
        this.#later(() => void this.#renew(), AGAIN);
      }
    } finally {
      this.#renewing = false;
    }
  }

  #later(action: () => void, delay: number): void {
    clearTimeout(this.#timer);
    this.#timer = window.setTimeout(action, delay);
  }
}

const sentence = (problem: unknown): string =>
  problem instanceof Problem ? problem.message : 'Something went wrong.';
