import type { ComponentChildren } from 'preact';
import { useEffect, useRef, useState } from 'preact/hooks';
import { hasApplication } from '../net/application';
import type { State } from '../state/types';
import { useApp, useSelected } from './context';
import { Sign } from './Icon';

const selectProblem = (state: State) => state.screenProblem;
const selectBusy = (state: State) => state.signingIn;

function Card({ children }: { children: ComponentChildren }) {
  return (
    <main class="door">
      <div class="door-card">
        <Sign />
        {children}
      </div>
    </main>
  );
}

/** The trial mode's way in: a name is enough. */
export function SignIn() {
  const app = useApp();
  const refused = useSelected(selectProblem);
  const busy = useSelected(selectBusy);
  const [name, setName] = useState('');
  const [missing, setMissing] = useState(false);
  const field = useRef<HTMLInputElement>(null);
  const problem = missing ? 'Type a name first, so that others know who you are.' : refused;
  useEffect(() => field.current?.focus(), [problem]);
  return (
    <Card>
      <h1>Ceres</h1>
      <p class="door-words">Talk about asteroids, with whoever is here.</p>
      <form
        noValidate
        onSubmit={(event) => {
          event.preventDefault();
          const wanted = name.trim();
          setMissing(wanted === '');
          if (wanted !== '' && !busy) {
            app.signIn(wanted);
          }
        }}
      >
        <label class="label" for="name">
          Your name
        </label>
        <input
          id="name"
          ref={field}
          class="field"
          type="text"
          autocomplete="nickname"
          spellcheck={false}
          dir="auto"
          value={name}
          aria-invalid={problem === null ? undefined : 'true'}
          aria-describedby={problem === null ? 'name-hint' : 'name-problem'}
          onInput={(event) => {
            setName(event.currentTarget.value);
            setMissing(false);
          }}
        />
        {problem === null ? (
          <p class="hint" id="name-hint">
            This is a trial: there is no password, and who gives the same name is the same person.
          </p>
        ) : (
          <p class="problem" role="alert" id="name-problem">
            {problem}
          </p>
        )}
        <button type="submit" class="primary wide" aria-disabled={busy ? 'true' : undefined}>
          {busy ? 'One moment…' : 'Start chatting'}
        </button>
      </form>
    </Card>
  );
}

/** Where an application signs people in, and has not yet. */
export function TokenWanted() {
  const app = useApp();
  return (
    <Card>
      <h1>Waiting for your application</h1>
      <p class="door-words">
        {hasApplication()
          ? 'You are signed in by the application that shows this page. It was asked to do so.'
          : 'You are signed in by the application that this chat belongs to. Open the chat from there.'}
      </p>
      {hasApplication() && (
        <button type="button" class="primary wide" onClick={() => app.askForToken()}>
          Ask again
        </button>
      )}
    </Card>
  );
}

/** The server did not even say how to sign in. */
export function Broken() {
  const app = useApp();
  const problem = useSelected(selectProblem);
  return (
    <Card>
      <h1>Ceres</h1>
      <p class="problem" role="alert">
        {problem}
      </p>
      <button type="button" class="primary wide" onClick={() => app.start()}>
        Try again
      </button>
    </Card>
  );
}
