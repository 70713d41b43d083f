import { useEffect, useState } from 'preact/hooks';
import type { State } from '../state/types';
import { Announcer } from './Announcer';
import { Banner } from './Banner';
import { useApp, useSelected } from './context';
import { onKeys } from './keys';
import { OpenRoom } from './OpenRoom';
import { RoomList } from './RoomList';
import { RoomView } from './RoomView';
import { Shortcuts } from './Shortcuts';
import { COMPOSER, toComposer } from './scrolling';
import { useTitle } from './title';

const selectOpen = (state: State) => state.open;

type Over = 'none' | 'open-room' | 'shortcuts';

const wide = () => matchMedia('(min-width: 1100px)').matches;

/** The page as it is when one is signed in. */
export function Chat() {
  const app = useApp();
  const open = useSelected(selectOpen);
  const [over, setOver] = useState<Over>('none');
  const [drawer, setDrawer] = useState(false);
  const [people, setPeople] = useState(wide);
  useTitle();

  useEffect(() => {
    document.body.dataset['drawer'] = drawer ? 'rooms' : 'none';
    if (drawer) {
      document.querySelector<HTMLElement>('.rooms-nav [aria-current], .rooms-nav button')?.focus();
    }
  }, [drawer]);

  useEffect(
    () =>
      onKeys(app, {
        openRoom: () => setOver('open-room'),
        shortcuts: () => setOver('shortcuts'),
        escape: () => {
          if (drawer) {
            setDrawer(false);
            return true;
          }
          if (people && !wide()) {
            setPeople(false);
            return true;
          }
          return false;
        },
      }),
    [app, drawer, people],
  );

  const close = () => setOver('none');
  const closeDrawer = () => {
    setDrawer(false);
    document.querySelector<HTMLElement>('[aria-label="Show rooms"]')?.focus();
  };
  return (
    <div class="chat">
      <a
        class="skip"
        href={`#${COMPOSER}`}
        onClick={(event) => {
          event.preventDefault();
          toComposer();
        }}
      >
        Skip to the message box
      </a>
      <div class={drawer ? 'side side-open' : 'side'}>
        <RoomList
          chosen={() => setDrawer(false)}
          onClose={closeDrawer}
          onOpenRoom={() => {
            setDrawer(false);
            setOver('open-room');
          }}
          onShortcuts={() => {
            setDrawer(false);
            setOver('shortcuts');
          }}
        />
      </div>
      {drawer && <div class="scrim" onClick={closeDrawer} />}
      <div class="main" inert={drawer}>
        {open === null ? (
          <main class="nowhere">
            <Banner />
            <p>You are in no room.</p>
            <button type="button" class="primary" onClick={() => setOver('open-room')}>
              Open a room
            </button>
          </main>
        ) : (
          <RoomView roomId={open} people={people} onPeople={setPeople} onRooms={() => setDrawer(true)} />
        )}
      </div>
      {over === 'open-room' && <OpenRoom onClose={close} />}
      {over === 'shortcuts' && <Shortcuts onClose={close} />}
      <Announcer />
    </div>
  );
}
