import { useState } from 'preact/hooks';
import { hue, initials } from '../text/names';

/** Somebody's picture, or initials in their colour. The name always stands beside it. */
export function Avatar({ userId, name, avatar, small }: { userId: string; name: string; avatar: string | null; small?: boolean }) {
  const [broken, setBroken] = useState<string | null>(null);
  const look = `avatar hue-${hue(userId)}${small === true ? ' avatar-small' : ''}`;
  if (avatar !== null && /^https:\/\//i.test(avatar) && avatar !== broken) {
    return (
      <img
        class={look}
        data-avatar
        src={avatar}
        alt=""
        loading="lazy"
        decoding="async"
        referrerpolicy="no-referrer"
        onError={() => setBroken(avatar)}
      />
    );
  }
  return (
    <span class={look} data-avatar aria-hidden="true">
      {initials(name)}
    </span>
  );
}
