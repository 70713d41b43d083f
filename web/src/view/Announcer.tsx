import { useEffect, useRef, useState } from 'preact/hooks';
import type { ChatMessage } from '../events';
import type { State } from '../state/types';
import { useApp, useSelected } from './context';

/** Messages within this time are announced together, in ms. */
const TOGETHER = 1_000;

/** So many are read out; of more only the number is told. */
const READ_OUT = 3;

const selectOpen = (state: State) => state.open;

/** What is said of messages that came together. */
export function announcement(messages: readonly ChatMessage[], roomId: string): string {
  return messages.length <= READ_OUT
    ? messages.map(({ user, content }) => `${user.name}: ${content}`).join('\n')
    : `${messages.length} new messages in ${roomId}`;
}

/**
 * Tells screen readers of messages of others in the open room. The list itself is silent: otherwise older messages would be
 * read out when they are loaded, and one's own when they are sent.
 */
export function Announcer() {
  const { store } = useApp();
  const open = useSelected(selectOpen);
  const [words, setWords] = useState('');
  const waiting = useRef<ChatMessage[]>([]);

  useEffect(() => {
    waiting.current = [];
    setWords('');
    if (open === null) {
      return undefined;
    }
    const room = () => store.state().rooms[open];
    let last = room()?.messages.at(-1);
    let joined = room()?.status === 'joined';
    let timer: ReturnType<typeof setTimeout> | undefined;
    const look = () => {
      const messages = room()?.messages ?? [];
      const end = messages.at(-1);
      // What is there when the room is joined is a history, and no news.
      const from = joined ? (last === undefined ? 0 : messages.lastIndexOf(last) + 1) : messages.length;
      joined = room()?.status === 'joined';
      if (end === last) {
        return;
      }
      last = end;
      const others = messages.slice(from).filter((message) => message.user.id !== store.state().ownId);
      waiting.current.push(...others);
      if (waiting.current.length > 0 && timer === undefined) {
        timer = setTimeout(() => {
          timer = undefined;
          setWords(announcement(waiting.current.splice(0), open));
        }, TOGETHER);
      }
    };
    const end = store.subscribe(look);
    return () => {
      end();
      clearTimeout(timer);
    };
  }, [open, store]);

  return (
    <div class="unseen" aria-live="polite" aria-atomic="true" data-announcer>
      {words}
    </div>
  );
}
