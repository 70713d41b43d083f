import { useEffect } from 'preact/hooks';
import type { State } from '../state/types';
import { useSelected } from './context';

/** The title of the window: "(3) general · Ceres". */
export function titleOf({ screen, open, order, rooms }: State): string {
  if (screen !== 'chat' || open === null) {
    return 'Ceres';
  }
  const unread = order.reduce((sum, id) => sum + (rooms[id]?.unread ?? 0), 0);
  return `${unread > 0 ? `(${unread}) ` : ''}${open} · Ceres`;
}

export function useTitle(): void {
  const title = useSelected(titleOf);
  useEffect(() => {
    document.title = title;
    return () => {
      document.title = 'Ceres';
    };
  }, [title]);
}
