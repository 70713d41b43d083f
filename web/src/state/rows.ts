import type { ChatMessage } from '../events';
import { dayOf } from '../text/time';
import type { Notice } from './types';

/** What stands in the list, one below the other. */
export type Item = ChatMessage | Notice;

/** How it is shown. */
export type Row =
  | { kind: 'day'; key: string; at: string }
  | { kind: 'marker'; key: string }
  | { kind: 'notices'; key: string; notices: Notice[] }
  /** `head` begins a group, with author and picture. */
  | { kind: 'message'; key: string; message: ChatMessage; head: boolean };

/** Some neighbouring items, which are drawn together and only when one of them has changed. */
export interface Block {
  key: number;
  items: readonly Item[];
  /** What stands before it. */
  before: Item | undefined;
  /** The message of this block that the line "New messages" stands before. */
  marked: string | null;
}

/** Messages of one person belong together if no more time than this is between them, in ms. */
const TOGETHER = 5 * 60_000;

/** Items of a block. */
const SIZE = 40;

export const isMessage = (item: Item): item is ChatMessage => 'content' in item;

const timeOf = (item: Item): string => (isMessage(item) ? item.createdAt : item.at);

/** Messages and notices by time. A notice with the time of a message comes after it. */
export function itemsOf(messages: readonly ChatMessage[], notices: readonly Notice[]): readonly Item[] {
  if (notices.length === 0) {
    return messages;
  }
  const items: Item[] = [];
  let next = 0;
  for (const message of messages) {
    for (let notice = notices[next]; notice !== undefined && notice.at < message.createdAt; notice = notices[next]) {
      items.push(notice);
      next++;
    }
    items.push(message);
  }
  return [...items, ...notices.slice(next)];
}

/** The message that the line stands before: the first one after the last that was read. */
function markedMessage(messages: readonly ChatMessage[], marker: string | null): string | null {
  if (marker === null) {
    return null;
  }
  const read = marker === '' ? -1 : messages.findIndex((message) => message.id === marker);
  return (marker === '' || read >= 0 ? messages[read + 1]?.id : undefined) ?? null;
}

/**
 * The items in blocks. They are counted from the anchor, so that older items that are put before it leave all blocks but one
 * as they are.
 */
export function blocksOf(
  messages: readonly ChatMessage[],
  notices: readonly Notice[],
  anchorId: string | null,
  marker: string | null,
): Block[] {
  const items = itemsOf(messages, notices);
  const marked = markedMessage(messages, marker);
  const anchor = Math.max(0, items.findIndex((item) => isMessage(item) && item.id === anchorId));
  const blocks: Block[] = [];
  for (let start = 0; start < items.length; ) {
    const key = Math.floor((start - anchor) / SIZE);
    const end = Math.min(items.length, anchor + (key + 1) * SIZE);
    const own = items.slice(start, end);
    blocks.push({
      key,
      items: own,
      before: items[start - 1],
      marked: marked !== null && own.some((item) => isMessage(item) && item.id === marked) ? marked : null,
    });
    start = end;
  }
  return blocks;
}

/** Whether a message at this time by this author goes on with the group that `before` is in. */
export function continues(before: Item | undefined, userId: string, at: string): boolean {
  return (
    before !== undefined &&
    isMessage(before) &&
    before.user.id === userId &&
    dayOf(before.createdAt) === dayOf(at) &&
    Date.parse(at) - Date.parse(before.createdAt) < TOGETHER
  );
}

/** The rows of a block. */
export function rowsOf({ items, before, marked }: Pick<Block, 'items' | 'before' | 'marked'>): Row[] {
  const rows: Row[] = [];
  let last = before;
  for (const item of items) {
    const at = timeOf(item);
    if (last === undefined || dayOf(timeOf(last)) !== dayOf(at)) {
      rows.push({ kind: 'day', key: `day ${at}`, at });
    }
    if (isMessage(item)) {
      const first = item.id === marked;
      if (first) {
        rows.push({ kind: 'marker', key: 'marker' });
      }
      rows.push({
        kind: 'message',
        key: item.id,
        message: item,
        head: first || !continues(last, item.user.id, item.createdAt),
      });
    } else {
      const group = rows.at(-1);
      if (group?.kind === 'notices') {
        group.notices.push(item);
      } else {
        rows.push({ kind: 'notices', key: item.key, notices: [item] });
      }
    }
    last = item;
  }
  return rows;
}

/** What a run of notices comes to: who is there now and was not, and the reverse. */
export function sumOf(notices: readonly Notice[]): { joined: string[]; left: string[] } {
  const last = new Map<string, Notice['kind']>();
  for (const { userId, kind } of notices) {
    last.delete(userId);
    last.set(userId, kind);
  }
  const of = (kind: Notice['kind']) => [...last].filter(([, what]) => what === kind).map(([userId]) => userId);
  return { joined: of('joined'), left: of('left') };
}
