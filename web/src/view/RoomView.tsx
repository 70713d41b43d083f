import { useEffect, useState } from 'preact/hooks';
import { roomAddress } from '../net/address';
import type { State } from '../state/types';
import { Banner } from './Banner';
import { Composer } from './Composer';
import { useApp, useSelected } from './context';
import { copy } from './copy';
import { Icon } from './Icon';
import { LeaveRoom } from './LeaveRoom';
import { MessageList } from './MessageList';
import { PeopleList } from './PeopleList';
import { toComposer, toNewest } from './scrolling';
import { badge } from './RoomList';

const selectOutbox = (state: State) => state.outbox;
const selectLink = (state: State) => state.link;
const selectOwnId = (state: State) => state.ownId;
const selectOwnName = (state: State) => state.ownName;
const selectSelf = (state: State) => (state.ownId === null ? undefined : state.people[state.ownId]);
const selectAtBottom = (state: State) => state.atBottom;

interface Props {
  roomId: string;
  people: boolean;
  onPeople: (shown: boolean) => void;
  onRooms: () => void;
}

/** A button that copies the room's address, and says so. */
function CopyLink({ roomId }: { roomId: string }) {
  const [said, setSaid] = useState('');
  useEffect(() => {
    const timer = setTimeout(() => setSaid(''), 2_500);
    return () => clearTimeout(timer);
  }, [said]);
  return (
    <span class="copy">
      <button
        type="button"
        class="round"
        aria-label="Copy link"
        title="Copy a link to this room"
        onClick={() => void copy(roomAddress(roomId)).then((done) => setSaid(done ? 'Link copied' : 'The browser does not allow that'))}
      >
        <Icon of="link" />
      </button>
      <span class={said === '' ? 'copied' : 'copied copied-shown'} role="status">
        {said}
      </span>
    </span>
  );
}

/** The open room: its head, its messages, where one writes, and who is there. */
export function RoomView({ roomId, people, onPeople, onRooms }: Props) {
  const app = useApp();
  const room = useSelected((state) => state.rooms[roomId]);
  const outbox = useSelected(selectOutbox);
  const link = useSelected(selectLink);
  const ownId = useSelected(selectOwnId);
  const ownName = useSelected(selectOwnName);
  const self = useSelected(selectSelf);
  const atBottom = useSelected(selectAtBottom);
  const [leaving, setLeaving] = useState(false);
  if (room === undefined) {
    return null;
  }
  const unsent = outbox.filter((one) => one.roomId === roomId);
  const leave = () => {
    if (unsent.length > 0 && !leaving) {
      setLeaving(true);
    } else {
      setLeaving(false);
      app.leaveRoom(roomId);
    }
  };
  return (
    <>
      <main class="room" aria-label={roomId}>
        <header class="room-head">
          <button type="button" class="round narrow-only" aria-label="Show rooms" onClick={onRooms}>
            <Icon of="menu" />
          </button>
          <h2 class="room-title" title={roomId}>
            <span class="room-hash" aria-hidden="true">
              #
            </span>
            <bdi>{roomId}</bdi>
          </h2>
          <CopyLink roomId={roomId} />
          <button type="button" class="round" aria-label="Leave room" title="Leave this room" onClick={leave}>
            <Icon of="leave" />
          </button>
          <button
            type="button"
            class="round people-button"
            aria-label={room.here.length === 0 ? 'People' : `People, ${room.here.length} here`}
            title="Who is here"
            aria-expanded={people}
            onClick={() => onPeople(!people)}
          >
            <Icon of="people" />
            {room.here.length > 0 && <span aria-hidden="true">{room.here.length}</span>}
          </button>
        </header>
        <Banner />
        {room.status === 'refused' && (
          <p class="problem room-problem" role="alert">
            <span>
              <bdi>{roomId}</bdi> could not be opened. {room.problem}
            </span>
            <button type="button" class="small" onClick={() => app.joinAgain(roomId)}>
              Try again
            </button>
          </p>
        )}
        <div class="messages-frame">
          <MessageList
            key={roomId}
            app={app}
            room={room}
            pending={unsent.filter((one) => one.becameId === null)}
            self={{ id: ownId ?? '', name: self?.name ?? ownName ?? 'You', avatar: self?.avatar ?? null }}
            connected={link === 'connected'}
          />
          {room.status === 'joining' && room.messages.length === 0 && (
            <p class="messages-empty" aria-hidden="true">
              Loading…
            </p>
          )}
          {room.status === 'joined' && room.messages.length === 0 && unsent.length === 0 && (
            <p class="messages-empty">
              Nobody has said anything here yet.
              <br />
              Be the first.
            </p>
          )}
          {!atBottom && room.messages.length > 0 && (
            <button
              type="button"
              class={room.unread > 0 ? 'jump jump-new' : 'jump'}
              aria-label={room.unread > 0 ? `Jump to the newest, ${badge(room)} new` : 'Jump to the newest'}
              title="Jump to the newest (Esc)"
              onClick={() => {
                toNewest();
                toComposer();
              }}
            >
              {room.unread > 0 && <span>{badge(room)} new</span>}
              <Icon of="down" />
            </button>
          )}
        </div>
        <Composer key={roomId} roomId={roomId} />
      </main>
      {people && <PeopleList room={room} onClose={() => onPeople(false)} />}
      {leaving && <LeaveRoom roomId={roomId} unsent={unsent.length} onLeave={leave} onClose={() => setLeaving(false)} />}
    </>
  );
}
