import type { Author } from '../events';
import type { Notice, Person, Room, Typing } from './types';

/** How many joins and leaves are kept for a room. */
const NOTICES = 200;

type People = Readonly<Record<string, Person>>;

/** What messages and presence lists say of people; they always have a name. */
export function withAuthors(people: People, authors: Iterable<Author>): People {
  let next: Record<string, Person> | null = null;
  for (const { id, name, avatar } of authors) {
    const known = (next ?? people)[id];
    if (known === undefined || known.name !== name || known.avatar !== avatar) {
      next ??= { ...people };
      next[id] = { id, name, avatar, email: known?.email ?? null };
    }
  }
  return next ?? people;
}

/** What joins and typing say: an address at most. */
export function withAddress(people: People, id: string, email: string | null): People {
  const known = people[id];
  if (known !== undefined && (email === null || known.email === email)) {
    return people;
  }
  return { ...people, [id]: { id, name: known?.name ?? null, avatar: known?.avatar ?? null, email } };
}

function noticed(room: Room, kind: Notice['kind'], userId: string, at: string): readonly Notice[] {
  const count = (room.notices.at(-1)?.key ?? '0').split(':')[0] as string;
  const notice: Notice = { key: `${Number(count) + 1}:${userId}`, kind, userId, at };
  return [...room.notices, notice].slice(-NOTICES);
}

/** Somebody else came. Who is here already, as by another device, comes without a word. */
export function came(room: Room, userId: string, at: string): Room {
  if (room.here.includes(userId)) {
    return room;
  }
  return { ...room, here: [...room.here, userId], notices: noticed(room, 'joined', userId, at) };
}

export function went(room: Room, userId: string, at: string): Room {
  return {
    ...room,
    here: room.here.filter((id) => id !== userId),
    typing: withoutTyping(room.typing, userId),
    notices: noticed(room, 'left', userId, at),
  };
}

export function withTyping(typing: readonly Typing[], userId: string, until: number): readonly Typing[] {
  return typing.some((one) => one.userId === userId)
    ? typing.map((one) => (one.userId === userId ? { userId, until } : one))
    : [...typing, { userId, until }];
}

export function withoutTyping(typing: readonly Typing[], userId: string): readonly Typing[] {
  return typing.some((one) => one.userId === userId) ? typing.filter((one) => one.userId !== userId) : typing;
}

export function aged(typing: readonly Typing[], now: number): readonly Typing[] {
  return typing.some((one) => one.until <= now) ? typing.filter((one) => one.until > now) : typing;
}
