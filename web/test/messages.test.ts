import { describe, expect, test } from 'vitest';
import { merge } from '../src/state/timeline';
import { ADA, after, BOB, contents, inGeneral, message, messages, room } from './world';

describe('messages stand in the order of the server, each once', () => {
  test('a live message comes last', () => {
    const state = after(inGeneral([message(1)]), { type: 'message', message: message(2) });
    expect(contents(state)).toEqual(['message 1', 'message 2']);
  });

  test('a message that is known already changes nothing', () => {
    const before = inGeneral([message(1)]);
    expect(after(before, { type: 'message', message: message(1) })).toBe(before);
  });

  test('one that comes late takes its place', () => {
    const state = after(inGeneral([message(1), message(3)]), { type: 'message', message: message(2) });
    expect(contents(state)).toEqual(['message 1', 'message 2', 'message 3']);
  });

  test('messages of one millisecond are ordered by id', () => {
    const [a, b] = [message(1), { ...message(2), createdAt: message(1).createdAt }];
    expect(merge([b as never], [a as never]).map((one) => one.id)).toEqual([a?.id, b?.id]);
  });

  test('a list without news is the same list', () => {
    const known = messages(1, 3);
    expect(merge(known, [message(2)])).toBe(known);
  });

  test('what was missed fills the hole between what was known and the history', () => {
    const state = after(
      inGeneral(messages(1, 3)),
      { type: 'history', page: { roomId: 'general', messages: messages(100, 149) } },
      { type: 'caught-up', page: { roomId: 'general', messages: messages(4, 99) } },
    );
    expect(room(state).messages).toEqual(messages(1, 149));
  });

  test('older ones come first, and say whether there are more', () => {
    const state = after(
      inGeneral(messages(51, 100)),
      { type: 'older-wanted', roomId: 'general' },
      { type: 'older', page: { roomId: 'general', messages: messages(1, 50) }, hasMore: false },
    );
    expect(room(state).messages).toEqual(messages(1, 100));
    expect(room(state).older).toBe('none');
    expect(room(state).anchorId).toBe(message(51).id);
  });

  test('a history of less than 50 is all there is', () => {
    expect(room(inGeneral(messages(1, 49))).older).toBe('none');
    expect(room(inGeneral(messages(1, 50))).older).toBe('some');
  });

  test('a message of a room that was left is not shown', () => {
    const state = after(inGeneral(), { type: 'room-left', roomId: 'general' });
    expect(after(state, { type: 'message', message: message(1) })).toBe(state);
  });
});

describe('what is read', () => {
  test('a room that is joined for the first time has nothing unread', () => {
    const state = after(
      inGeneral(),
      { type: 'room-added', roomId: 'risk-alerts' },
      { type: 'history', page: { roomId: 'risk-alerts', messages: [message(1, BOB, 'old', 'risk-alerts')] } },
    );
    expect(room(state, 'risk-alerts').unread).toBe(0);
  });

  test('messages are unread in a room that is not open, and read when it is seen', () => {
    const other = after(
      inGeneral(messages(1, 2)),
      { type: 'room-added', roomId: 'risk-alerts' },
      { type: 'room-opened', roomId: 'risk-alerts' },
      { type: 'scrolled', atBottom: true },
      { type: 'message', message: message(3) },
      { type: 'message', message: message(4) },
    );
    expect(room(other).unread).toBe(2);
    const opened = after(other, { type: 'room-opened', roomId: 'general' });
    expect(room(opened).marker).toBe(message(2).id);
    const seen = after(opened, { type: 'scrolled', atBottom: true });
    expect(room(seen).unread).toBe(0);
    expect(room(seen).read?.id).toBe(message(4).id);
    expect(room(seen).marker).toBe(message(2).id);
  });

  test('what arrives before ones eyes is read at once, without a line', () => {
    const state = after(inGeneral(messages(1, 2)), { type: 'message', message: message(3) });
    expect(room(state)).toMatchObject({ unread: 0, marker: null });
  });

  test('while the window is not looked at, messages are unread below a line', () => {
    const away = after(
      inGeneral(messages(1, 2)),
      { type: 'attention', attentive: false },
      { type: 'message', message: message(3) },
      { type: 'message', message: message(4) },
    );
    expect(room(away)).toMatchObject({ unread: 2, marker: message(2).id });
    expect(room(after(away, { type: 'attention', attentive: true })).unread).toBe(0);
  });

  test('while scrolled up, messages are unread', () => {
    const state = after(
      inGeneral(messages(1, 2)),
      { type: 'scrolled', atBottom: false },
      { type: 'message', message: message(3) },
    );
    expect(room(state).unread).toBe(1);
  });

  test('the first message of an empty room can be unread', () => {
    const state = after(inGeneral(), { type: 'attention', attentive: false }, { type: 'message', message: message(1) });
    expect(room(state)).toMatchObject({ unread: 1, marker: '' });
  });

  test('an own message from another device says that all before it was read', () => {
    const state = after(
      inGeneral(messages(1, 2)),
      { type: 'attention', attentive: false },
      { type: 'message', message: message(3) },
      { type: 'message', message: message(4, ADA) },
      { type: 'message', message: message(5) },
    );
    expect(room(state).unread).toBe(1);
  });

  test('writing something reads all, and takes the line away', () => {
    const state = after(
      inGeneral(messages(1, 2)),
      { type: 'attention', attentive: false },
      { type: 'message', message: message(3) },
      { type: 'written', clientId: 'c', roomId: 'general', content: 'hello', at: 0 },
    );
    expect(room(state)).toMatchObject({ unread: 0, marker: null });
  });

  test('what came since the last visit is counted from the mark that was kept', () => {
    const state = after(
      inGeneral(),
      {
        type: 'restored',
        rooms: ['asteroid-7'],
        read: { 'asteroid-7': { id: message(2).id, at: message(2).createdAt } },
        outbox: [],
        drafts: {},
      },
      { type: 'history', page: { roomId: 'asteroid-7', messages: messages(1, 5) } },
    );
    expect(room(state, 'asteroid-7')).toMatchObject({ unread: 3, unreadIsLeast: false });
  });

  test('where the mark is older than the history, there are at least so many', () => {
    const state = after(
      inGeneral(),
      {
        type: 'restored',
        rooms: ['asteroid-7'],
        read: { 'asteroid-7': { id: message(2).id, at: message(2).createdAt } },
        outbox: [],
        drafts: {},
      },
      { type: 'history', page: { roomId: 'asteroid-7', messages: messages(100, 149) } },
    );
    expect(room(state, 'asteroid-7')).toMatchObject({ unread: 50, unreadIsLeast: true });
  });

  test('the line of a first history stays until the list has shown it', () => {
    const state = after(
      inGeneral(),
      {
        type: 'restored',
        rooms: ['asteroid-7'],
        read: { 'asteroid-7': { id: message(2).id, at: message(2).createdAt } },
        outbox: [],
        drafts: {},
      },
      { type: 'room-opened', roomId: 'asteroid-7' },
      { type: 'history', page: { roomId: 'asteroid-7', messages: messages(1, 5) } },
      { type: 'own-id', userId: ADA.id },
    );
    expect(room(state, 'asteroid-7')).toMatchObject({ unread: 3, marker: message(2).id });
  });
});
