import { createContext } from 'preact';
import { useContext, useLayoutEffect, useReducer, useRef } from 'preact/hooks';
import type { App } from '../app';
import type { State } from '../state/types';

export const AppContext = createContext<App | null>(null);

export function useApp(): App {
  const app = useContext(AppContext);
  if (app === null) {
    throw new Error('There is no App around this view.');
  }
  return app;
}

/** A part of the state; the view is drawn again when it is another one. `select` must not make new objects. */
export function useSelected<T>(select: (state: State) => T): T {
  const { store } = useApp();
  const [, draw] = useReducer((n: number) => n + 1, 0);
  const selected = select(store.state());
  const current = useRef({ select, selected });
  current.current = { select, selected };
  useLayoutEffect(() => {
    const look = () => {
      if (!Object.is(current.current.select(store.state()), current.current.selected)) {
        draw(undefined as never);
      }
    };
    look();
    return store.subscribe(look);
  }, [store]);
  return selected;
}
