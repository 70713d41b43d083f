/** What the part of the address after # says: `#room=general`, `#token=…&room=…`. */
export interface Fragment {
  room: string | null;
  token: string | null;
}

function decoded(text: string): string | null {
  try {
    return decodeURIComponent(text) || null;
  } catch {
    return null;
  }
}

export function parseFragment(hash: string): Fragment {
  const fragment: Fragment = { room: null, token: null };
  for (const part of hash.replace(/^#/, '').split('&')) {
    const [name, ...rest] = part.split('=');
    if (name === 'room' || name === 'token') {
      fragment[name] = decoded(rest.join('='));
    }
  }
  return fragment;
}

export const roomFragment = (room: string | null): string => (room === null ? '' : `#room=${encodeURIComponent(room)}`);

/** Takes the token out of the address, so that it is in no history, bookmark or copied link. */
export function takeToken(): string | null {
  const { room, token } = parseFragment(location.hash);
  if (token !== null) {
    history.replaceState(null, '', location.pathname + location.search + roomFragment(room));
  }
  return token;
}

export const addressedRoom = (): string | null => parseFragment(location.hash).room;

/** The address of a room, to be shared. */
export const roomAddress = (room: string): string => location.origin + location.pathname + location.search + roomFragment(room);

/** Shows the room in the address. A first room takes the place of an address without one. */
export function showRoom(room: string | null): void {
  const shown = addressedRoom();
  if (shown === room) {
    return;
  }
  const address = location.pathname + location.search + roomFragment(room);
  if (shown === null || room === null) {
    history.replaceState(null, '', address);
  } else {
    history.pushState(null, '', address);
  }
}

/** Calls back when Back, Forward or a link changes the room in the address. */
export function onAddressedRoom(listener: (room: string) => void): void {
  const look = () => {
    const room = addressedRoom();
    if (room !== null) {
      listener(room);
    }
  };
  addEventListener('popstate', look);
  addEventListener('hashchange', look);
}
