/** What the page reads from a token. It is the server that checks it; this is for planning and for showing. */
export interface Claims {
  /** Who it is, as the token says it; equal for tokens of one person. */
  subject: string | null;
  /** The user's id, where it can be known without asking the server. */
  userId: string | null;
  name: string | null;
  /** ms since 1970; null if it never expires. */
  expires: number | null;
}

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

const text = (value: unknown): string | null => (typeof value === 'string' && value !== '' ? value : null);

/** Reads the claims of a JWT; nothing if it is none. */
export function claimsOf(token: string): Claims {
  let claims: Record<string, unknown> = {};
  try {
    const part = token.replace(/^Bearer /i, '').split('.')[1] ?? '';
    const bytes = atob(part.replace(/-/g, '+').replace(/_/g, '/'));
    const parsed: unknown = JSON.parse(new TextDecoder().decode(Uint8Array.from(bytes, (c) => c.charCodeAt(0))));
    if (typeof parsed === 'object' && parsed !== null) {
      claims = parsed as Record<string, unknown>;
    }
  } catch {
    // Not a JWT that can be read here. The server will say what it thinks of it.
  }
  const subject = text(claims['userId']) ?? text(claims['id']) ?? text(claims['sub']);
  return {
    subject,
    userId: subject !== null && UUID.test(subject) ? subject.toLowerCase() : null,
    name: text(claims['name']),
    expires: typeof claims['exp'] === 'number' ? claims['exp'] * 1000 : null,
  };
}

/** Longest time that a browser's timer can wait, in ms. */
const LONGEST = 2 ** 31 - 1;

/** When to ask for the next token, in ms from now: when a fifth of the time is left, but at most a minute. */
export function renewalIn(expires: number, now: number): number {
  const left = Math.max(0, expires - now);
  return Math.min(LONGEST, left - Math.min(60_000, left * 0.2));
}
