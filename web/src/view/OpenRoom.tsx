import { useRef, useState } from 'preact/hooks';
import type { State } from '../state/types';
import { KNOWN_ROOMS, roomNamed, roomProblem } from '../text/rooms';
import { useApp, useSelected } from './context';
import { Dialog } from './Dialog';

const selectOrder = (state: State) => state.order;

/** Opens a room by its name: one of those that one is in, a known one, or any other. */
export function OpenRoom({ onClose }: { onClose: () => void }) {
  const app = useApp();
  const order = useSelected(selectOrder);
  const [typed, setTyped] = useState('');
  const [problem, setProblem] = useState<string | null>(null);
  const list = useRef<HTMLUListElement>(null);
  const wanted = roomNamed(typed);
  // Where the name is none, what there is helps more than nothing.
  const known = [...new Set([...order, ...KNOWN_ROOMS])].filter(
    (id) => problem !== null || id.toLowerCase().includes(wanted.toLowerCase()),
  );
  // Digits alone are most likely the number of an asteroid.
  const guess = /^\d+$/.test(wanted) ? `asteroid-${wanted}` : null;
  const suggestions = [...new Set([...(guess === null ? [] : [guess]), ...known])].slice(0, 8);

  const open = (id: string) => {
    const why = roomProblem(id);
    if (why === null) {
      onClose();
      app.openRoom(id);
    } else {
      setProblem(why);
    }
  };

  /** Up and down go through the field and the suggestions below it. */
  const move = (event: KeyboardEvent) => {
    if (event.key !== 'ArrowDown' && event.key !== 'ArrowUp') {
      return;
    }
    event.preventDefault();
    const stops = [document.getElementById('room-name'), ...(list.current?.querySelectorAll('button') ?? [])];
    const at = stops.indexOf(document.activeElement as HTMLElement) + (event.key === 'ArrowDown' ? 1 : -1);
    stops[Math.max(0, Math.min(stops.length - 1, at))]?.focus();
  };

  return (
    <Dialog title="Open a room" onClose={onClose}>
      <form
        noValidate
        onKeyDown={move}
        onSubmit={(event) => {
          event.preventDefault();
          open(wanted);
        }}
      >
        <label class="label" for="room-name">
          Room name
        </label>
        <div class="field-row">
          <input
            id="room-name"
            class="field"
            type="text"
            autocomplete="off"
            autocapitalize="off"
            spellcheck={false}
            dir="auto"
            placeholder="general, asteroid-2465633, …"
            value={typed}
            aria-invalid={problem === null ? undefined : 'true'}
            aria-describedby={problem === null ? 'room-hint' : 'room-problem'}
            onInput={(event) => {
              setTyped(event.currentTarget.value);
              setProblem(null);
            }}
          />
          <button type="submit" class="primary">
            Open
          </button>
        </div>
        {problem === null ? (
          <p class="hint" id="room-hint">
            A room that nobody has opened before begins empty.
          </p>
        ) : (
          <p class="problem" role="alert" id="room-problem">
            {problem}
          </p>
        )}
        <ul class="suggestions" ref={list}>
          {suggestions.map((id) => (
            <li key={id}>
              <button type="button" class="suggestion" onClick={() => open(id)}>
                <span class="room-hash" aria-hidden="true">
                  #
                </span>
                <bdi class="room-name">{id}</bdi>
              </button>
            </li>
          ))}
        </ul>
      </form>
    </Dialog>
  );
}
