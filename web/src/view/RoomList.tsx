import type { Room, State } from '../state/types';
import { roomFragment } from '../net/address';
import { Avatar } from './Avatar';
import { useApp, useSelected } from './context';
import { Icon, Sign } from './Icon';

/** The number on a badge. */
export function badge({ unread, unreadIsLeast }: Room): string {
  if (unread > 99) {
    return '99+';
  }
  return unreadIsLeast ? `${unread}+` : String(unread);
}

function RoomLink({ room, open, chosen }: { room: Room; open: boolean; chosen: () => void }) {
  const app = useApp();
  const unread = room.unread > 0;
  return (
    <li>
      <a
        class={unread ? 'room-link room-unread' : 'room-link'}
        href={roomFragment(room.id)}
        data-room={room.id}
        aria-current={open ? 'page' : undefined}
        aria-label={unread ? `${room.id}, ${badge(room)} unread` : room.id}
        title={room.id}
        onClick={(event) => {
          if (!event.metaKey && !event.ctrlKey && !event.shiftKey) {
            event.preventDefault();
            app.openRoom(room.id);
            chosen();
          }
        }}
      >
        <span class="room-hash" aria-hidden="true">
          {room.status === 'refused' ? <Icon of="warning" /> : '#'}
        </span>
        <bdi class="room-name">{room.id}</bdi>
        {unread && (
          <span class="badge" data-unread>
            {badge(room)}
          </span>
        )}
      </a>
    </li>
  );
}

const selectRooms = (state: State) => state.rooms;
const selectOrder = (state: State) => state.order;
const selectOpen = (state: State) => state.open;
const selectName = (state: State) => state.ownName;
const selectId = (state: State) => state.ownId;
const selectMode = (state: State) => state.mode;
const selectSelf = (state: State) => (state.ownId === null ? undefined : state.people[state.ownId]);

interface Props {
  chosen: () => void;
  onOpenRoom: () => void;
  onShortcuts: () => void;
  onClose: () => void;
}

/** The joined rooms, and oneself below them. On a narrow screen it is a drawer. */
export function RoomList({ chosen, onOpenRoom, onShortcuts, onClose }: Props) {
  const app = useApp();
  const rooms = useSelected(selectRooms);
  const order = useSelected(selectOrder);
  const open = useSelected(selectOpen);
  const self = useSelected(selectSelf);
  const ownName = useSelected(selectName);
  const ownId = useSelected(selectId);
  const mode = useSelected(selectMode);
  const name = self?.name ?? ownName ?? 'You';
  return (
    <div class="rooms">
      <header class="rooms-head">
        <Sign />
        <h1 class="rooms-title">Ceres</h1>
        <button type="button" class="round narrow-only" aria-label="Close rooms" onClick={onClose}>
          <Icon of="close" />
        </button>
      </header>
      <nav class="rooms-nav" aria-label="Rooms">
        <ul>
          {order.map((id) => {
            const room = rooms[id];
            return room === undefined ? null : <RoomLink key={id} room={room} open={id === open} chosen={chosen} />;
          })}
        </ul>
        <button type="button" class="room-add" onClick={onOpenRoom} title="Open a room (Ctrl+K)">
          <Icon of="plus" />
          Open a room
        </button>
      </nav>
      <footer class="rooms-foot">
        <Avatar userId={ownId ?? name} name={name} avatar={self?.avatar ?? null} small />
        <bdi class="rooms-self">{name}</bdi>
        <button type="button" class="round" aria-label="Keyboard shortcuts" title="Keyboard shortcuts (Ctrl+/)" onClick={onShortcuts}>
          <Icon of="keyboard" />
        </button>
        {mode === 'trial' && (
          <button type="button" class="round" aria-label="Sign out" title="Sign out" onClick={() => app.signOut()}>
            <Icon of="out" />
          </button>
        )}
      </footer>
    </div>
  );
}
