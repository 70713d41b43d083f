/** The application that embeds or opened the page, and hands over tokens. */

type Reason = 'sign-in' | 'expired';

/** Windows that may be the application's: who frames this page, and who opened it. */
function windows(): Window[] {
  const found: Window[] = [];
  if (window.parent !== window) {
    found.push(window.parent);
  }
  if (window.opener !== null && window.opener !== undefined) {
    found.push(window.opener as Window);
  }
  return found;
}

/** Asks for a token. Browsers deliver it to pages of the named origins only. */
export function askForToken(origins: readonly string[], reason: Reason): void {
  for (const target of windows()) {
    for (const origin of origins) {
      target.postMessage({ type: 'ceres:token-wanted', reason }, origin);
    }
  }
}

/** Calls back with each token that a page of an allowed origin hands over. */
export function onToken(origins: readonly string[], listener: (token: string) => void): void {
  addEventListener('message', (event: MessageEvent<unknown>) => {
    const data = event.data as { type?: unknown; token?: unknown } | null;
    if (
      origins.includes(event.origin) &&
      data?.type === 'ceres:token' &&
      typeof data.token === 'string'
    ) {
      listener(data.token);
    }
  });
}

/** Whether there is a window to ask. */
export const hasApplication = (): boolean => windows().length > 0;
