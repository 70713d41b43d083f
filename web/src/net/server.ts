/** The two requests of the page besides the socket. All addresses are relative to the page's own. */

export interface PageConfig {
  signIn: 'trial' | 'token';
  /** Whose pages may hand over tokens. */
  tokenOrigins: readonly string[];
}

/** What went wrong, in words for a person. */
export class Problem extends Error {
  constructor(
    message: string,
    /** The server has looked at what was sent, and refuses it. */
    readonly refused: boolean,
  ) {
    super(message);
  }
}

const PATIENCE = 15_000;

async function ask(path: string, init: RequestInit): Promise<Response> {
  try {
    return await fetch(new URL(path, document.baseURI), { ...init, cache: 'no-store', signal: AbortSignal.timeout(PATIENCE) });
  } catch {
    throw new Problem('The server cannot be reached.', false);
  }
}

export async function fetchConfig(): Promise<PageConfig> {
  const answer = await ask('page/config.json', {});
  if (!answer.ok) {
    throw new Problem('The server does not know this page.', false);
  }
  const config = (await answer.json()) as Partial<PageConfig>;
  return { signIn: config.signIn === 'trial' ? 'trial' : 'token', tokenOrigins: config.tokenOrigins ?? [] };
}

/** Signs in by a name, which only the trial mode allows. The same name is the same person. */
export async function signInByName(name: string): Promise<string> {
  const answer = await ask('page/sign-in', {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ name }),
  });
  const said = (await answer.json().catch(() => ({}))) as { token?: string; message?: string };
  if (answer.ok && typeof said.token === 'string') {
    return said.token;
  }
  throw new Problem(said.message ?? 'The server refuses the sign-in.', answer.status >= 400 && answer.status < 500);
}

/** Where the socket connects to. */
export function socketAddress(): { origin: string; path: string } {
  const address = new URL('socket.io/', document.baseURI);
  return { origin: address.origin, path: address.pathname };
}
