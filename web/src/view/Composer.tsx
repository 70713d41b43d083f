import { useEffect, useLayoutEffect, useRef, useState } from 'preact/hooks';
import type { State } from '../state/types';
import { count, MOST, NEARLY } from '../text/count';
import { nameOf, typingLine } from '../text/names';
import { useApp, useSelected } from './context';
import { Icon } from './Icon';
import { COMPOSER, toNewest, turnPage } from './scrolling';

const selectPeople = (state: State) => state.people;

/** Who types, oneself excepted: that is how the state knows it. */
function TypingLine({ roomId }: { roomId: string }) {
  const people = useSelected(selectPeople);
  const typing = useSelected((state) => state.rooms[roomId]?.typing);
  const line = typingLine((typing ?? []).map(({ userId }) => nameOf(people[userId])));
  return (
    <p class="typing" data-typing>
      {line !== '' && (
        <span class="dots" aria-hidden="true">
          <i />
          <i />
          <i />
        </span>
      )}
      <bdi>{line}</bdi>
    </p>
  );
}

const thousands = new Intl.NumberFormat('en');

/** Where messages are written. The key of this view is the room. */
export function Composer({ roomId }: { roomId: string }) {
  const app = useApp();
  const [text, setText] = useState(() => app.store.state().drafts[roomId] ?? '');
  const [problem, setProblem] = useState<string | null>(null);
  const field = useRef<HTMLTextAreaElement>(null);
  const points = count(text);
  const tooLong = points > MOST;
  const cannot = points === 0 || tooLong;

  useLayoutEffect(() => {
    const area = field.current;
    if (area !== null) {
      // As high as the text, up to the most that the style allows. The messages above make room, and stay at their end.
      const { atBottom } = app.store.state();
      area.style.height = 'auto';
      area.style.height = `${area.scrollHeight + 2}px`;
      if (atBottom) {
        toNewest();
      }
    }
  }, [text]);

  useEffect(() => {
    // On a phone the keyboard would cover what one came to read.
    if (matchMedia('(hover: hover)').matches) {
      field.current?.focus();
    }
  }, []);

  const change = (value: string) => {
    setText(value);
    setProblem(null);
    app.typed(roomId, value);
  };

  const send = () => {
    if (points === 0) {
      return;
    }
    if (tooLong) {
      setProblem(`This message is ${thousands.format(points - MOST)} characters too long. Shorten it, or send it in parts.`);
      return;
    }
    app.send(roomId, text);
    setText('');
    setProblem(null);
    field.current?.focus();
  };

  const keys = (event: KeyboardEvent) => {
    // 229: the key belongs to an input method, which some browsers say only so.
    if (event.isComposing || event.keyCode === 229) {
      return;
    }
    if (event.key === 'Enter' && !event.shiftKey && !event.altKey) {
      event.preventDefault();
      send();
    } else if (event.key === 'PageUp' || event.key === 'PageDown') {
      event.preventDefault();
      turnPage(event.key === 'PageUp' ? -1 : 1);
    } else if (event.key === 'Escape') {
      app.readAll();
      toNewest();
    }
  };

  return (
    <div class="composer" data-composer>
      <TypingLine roomId={roomId} />
      {problem !== null && (
        <p class="problem" role="alert" id="composer-problem">
          {problem}
        </p>
      )}
      <form
        class="composer-row"
        onSubmit={(event) => {
          event.preventDefault();
          send();
        }}
      >
        <textarea
          id={COMPOSER}
          ref={field}
          class="composer-field"
          rows={1}
          dir="auto"
          placeholder={`Message to ${roomId}`}
          aria-label={`Message to ${roomId}`}
          aria-invalid={tooLong ? 'true' : undefined}
          aria-describedby={points >= NEARLY ? 'composer-counter' : undefined}
          enterkeyhint="send"
          autocomplete="off"
          value={text}
          onInput={(event) => change(event.currentTarget.value)}
          onKeyDown={keys}
        />
        {points >= NEARLY && (
          <span class={tooLong ? 'counter counter-over' : 'counter'} id="composer-counter" data-counter>
            {tooLong ? `${thousands.format(points - MOST)} too many` : `${MOST - points} left`}
          </span>
        )}
        <button type="submit" class="send" aria-label="Send" title="Send (Enter)" aria-disabled={cannot ? 'true' : 'false'}>
          <Icon of="send" />
        </button>
      </form>
      <p class="composer-hint" aria-hidden="true">
        <kbd>Enter</kbd> sends, <kbd>Shift</kbd>+<kbd>Enter</kbd> begins a new line
      </p>
    </div>
  );
}
