import type { Room, State } from '../state/types';
import { nameOf } from '../text/names';
import { Avatar } from './Avatar';
import { useSelected } from './context';
import { Icon } from './Icon';

const selectPeople = (state: State) => state.people;
const selectOwnId = (state: State) => state.ownId;

const names = new Intl.Collator('en', { sensitivity: 'base', numeric: true });

/** Who is in the room: oneself first, the others by name. */
export function PeopleList({ room, onClose }: { room: Room; onClose: () => void }) {
  const people = useSelected(selectPeople);
  const ownId = useSelected(selectOwnId);
  const here = room.here
    .map((id) => ({ id, name: nameOf(people[id]), avatar: people[id]?.avatar ?? null, self: id === ownId }))
    .sort((a, b) => Number(b.self) - Number(a.self) || names.compare(a.name, b.name));
  return (
    <aside class="people" aria-label="People">
      <header class="people-head">
        <h3>{here.length === 0 ? 'Who is here' : here.length === 1 ? '1 person here' : `${here.length} people here`}</h3>
        <button type="button" class="round" aria-label="Close people" onClick={onClose}>
          <Icon of="close" />
        </button>
      </header>
      <ul>
        {here.map(({ id, name, avatar, self }) => (
          <li key={id} class="person" data-user={id}>
            <Avatar userId={id} name={name} avatar={avatar} small />
            <span class="person-name">
              <bdi>{name}</bdi>
              {self && <span class="person-you"> (you)</span>}
            </span>
          </li>
        ))}
      </ul>
    </aside>
  );
}
