import { useLayoutEffect } from 'preact/hooks';
import type { State } from '../state/types';
import { Chat } from './Chat';
import { useSelected } from './context';
import { Broken, SignIn, TokenWanted } from './SignIn';

const selectScreen = (state: State) => state.screen;

/** What is shown at all. */
export function Page() {
  const screen = useSelected(selectScreen);
  useLayoutEffect(() => {
    document.body.dataset['screen'] = screen;
  }, [screen]);
  switch (screen) {
    case 'loading':
      return null;
    case 'broken':
      return <Broken />;
    case 'sign-in':
      return <SignIn />;
    case 'token-wanted':
      return <TokenWanted />;
    case 'chat':
      return <Chat />;
  }
}
