import type { ChatMessage } from '../events';
import { trimmed } from '../text/count';
import type { Pending } from './types';

/** How far the two clocks may differ before an old message of the same words is taken for a new one, in ms. */
const CLOCKS_DIFFER = 5 * 60_000;

const change = (outbox: readonly Pending[], clientId: string, by: (pending: Pending) => Pending): readonly Pending[] =>
  outbox.map((pending) => (pending.clientId === clientId ? by(pending) : pending));

/**
 * Lets own messages that arrived stand for what was sent with the same words. This only hides what would be seen twice;
 * what is sent stays in the outbox until it is acknowledged.
 */
export function recognize(
  outbox: readonly Pending[],
  messages: readonly ChatMessage[],
  ownId: string | null,
): readonly Pending[] {
  if (ownId === null || !outbox.some((pending) => pending.tried && pending.becameId === null)) {
    return outbox;
  }
  let next = outbox;
  for (const message of messages) {
    if (message.user.id !== ownId || next.some((pending) => pending.becameId === message.id)) {
      continue;
    }
    const pending = next.find(
      (one) =>
        one.tried &&
        one.state !== 'failed' &&
        one.becameId === null &&
        one.roomId === message.roomId &&
        trimmed(one.content) === message.content &&
        Date.parse(message.createdAt) >= one.at - CLOCKS_DIFFER,
    );
    if (pending !== undefined) {
      next = change(next, pending.clientId, (one) => ({ ...one, becameId: message.id }));
    }
  }
  return next;
}

export const written = (clientId: string, roomId: string, content: string, at: number): Pending => ({
  clientId,
  roomId,
  content,
  at,
  state: 'waiting',
  tried: false,
  problem: null,
  becameId: null,
});

export const sent = (outbox: readonly Pending[], clientId: string): readonly Pending[] =>
  change(outbox, clientId, (pending) => ({ ...pending, state: 'sending', tried: true, problem: null }));

/** No answer came, which says nothing about whether it was stored: it waits to be sent again, with the same clientId. */
export const unsent = (outbox: readonly Pending[], clientId: string): readonly Pending[] =>
  change(outbox, clientId, (pending) => (pending.state === 'sending' ? { ...pending, state: 'waiting' } : pending));

export const allUnsent = (outbox: readonly Pending[]): readonly Pending[] =>
  outbox.some((pending) => pending.state === 'sending')
    ? outbox.map((pending) => (pending.state === 'sending' ? { ...pending, state: 'waiting' as const } : pending))
    : outbox;

/** It is done; and whatever else was taken for its message was not. */
export const acknowledged = (outbox: readonly Pending[], clientId: string, messageId: string): readonly Pending[] =>
  outbox
    .filter((pending) => pending.clientId !== clientId)
    .map((pending) => (pending.becameId === messageId ? { ...pending, becameId: null } : pending));

export const failed = (outbox: readonly Pending[], clientId: string, problem: string): readonly Pending[] =>
  change(outbox, clientId, (pending) => ({ ...pending, state: 'failed', problem, becameId: null }));

export const retried = (outbox: readonly Pending[], clientId: string): readonly Pending[] =>
  change(outbox, clientId, (pending) => ({ ...pending, state: 'waiting', problem: null }));

/** What a page that is loaded again finds: nothing is on its way any more. */
export const revived = (outbox: readonly Pending[]): readonly Pending[] =>
  allUnsent(outbox).map((pending) => ({ ...pending, becameId: null }));
