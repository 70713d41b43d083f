import { hasApplication } from '../net/application';
import type { Link, State } from '../state/types';
import { useApp, useSelected } from './context';

const WORDS: Readonly<Record<Link, string>> = {
  connecting: 'Connecting…',
  connected: '',
  reconnecting: 'Connection lost. Trying to reconnect… What you write is kept, and sent when it is back.',
  offline: 'You are offline. What you write is kept, and sent when you are back.',
  'session-over': 'Your session has ended.',
};

const selectLink = (state: State) => state.link;

/** The state of the connection, when there is something to say about it. */
export function Banner() {
  const app = useApp();
  const link = useSelected(selectLink);
  const asks = link === 'session-over';
  return (
    <div class="banner" role="status" data-connection={link}>
      {link !== 'connected' && (
        <p class="banner-words">
          <span class="banner-dot" aria-hidden="true" />
          <span>
            {WORDS[link]}
            {asks && (hasApplication() ? ' A new sign-in was asked for.' : ' Open the chat again from where you came.')}
          </span>
          {(link === 'reconnecting' || link === 'offline') && (
            <button type="button" class="small" onClick={() => app.reconnect()}>
              Try now
            </button>
          )}
          {asks && hasApplication() && (
            <button type="button" class="small" onClick={() => app.askForToken()}>
              Ask again
            </button>
          )}
        </p>
      )}
    </div>
  );
}
