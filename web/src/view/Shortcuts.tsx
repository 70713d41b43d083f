import { Dialog } from './Dialog';

const KEYS: readonly (readonly [string, readonly string[]])[] = [
  ['Send the message', ['Enter']],
  ['New line', ['Shift', 'Enter']],
  ['Room above, room below', ['Alt', '↑ ↓']],
  ['The same, only rooms with unread messages', ['Alt', 'Shift', '↑ ↓']],
  ['Open a room by name', ['Ctrl', 'K']],
  ['Scroll the messages', ['Page ↑ ↓']],
  ['Close what is open; else to the newest message, all read', ['Esc']],
  ['These shortcuts', ['Ctrl', '/']],
];

export function Shortcuts({ onClose }: { onClose: () => void }) {
  return (
    <Dialog title="Keyboard shortcuts" onClose={onClose}>
      <dl class="shortcuts">
        {KEYS.map(([what, keys]) => (
          <div key={what}>
            <dt>{what}</dt>
            <dd>
              {keys.map((key) => (
                <kbd key={key}>{key}</kbd>
              ))}
            </dd>
          </div>
        ))}
      </dl>
      <p class="hint">What you type outside of a field goes into the message. On a Mac, ⌘ does what Ctrl does.</p>
    </Dialog>
  );
}
