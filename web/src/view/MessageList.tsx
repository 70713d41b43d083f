import { Component, createRef } from 'preact';
import type { App } from '../app';
import { blocksOf, continues } from '../state/rows';
import type { Pending, Room } from '../state/types';
import { dayOf } from '../text/time';
import { BlockView } from './BlockView';
import { PendingMessage } from './Message';
import { MESSAGES } from './scrolling';

interface Props {
  app: App;
  room: Room;
  /** This room's, the hidden ones left out. */
  pending: readonly Pending[];
  self: { id: string; name: string; avatar: string | null };
  connected: boolean;
}

/** Where something stood before a change, in px from the top of the window. */
interface Anchor {
  messageId: string;
  top: number;
}

/** This near to the end is at the end, in px. */
const NEAR = 30;

/** This near to the beginning older messages are asked for, in px. */
const EARLY = 900;

/**
 * The messages of a room, scrolled. It stays at the end if it is there, and else where it is, whatever is added before or
 * after. The key of this view is the room.
 */
export class MessageList extends Component<Props> {
  readonly #scroller = createRef<HTMLDivElement>();
  readonly #content = createRef<HTMLDivElement>();
  /** At the end, and to be kept there. */
  #stuck = true;
  /** The first messages have been shown and scrolled to the right place. */
  #placed = false;
  /** Where the end was when it was last gone to. */
  #end = 0;
  #sizes: ResizeObserver | null = null;

  override componentDidMount(): void {
    this.#sizes = new ResizeObserver(() => {
      if (this.#stuck) {
        this.#toEnd();
      }
    });
    for (const { current } of [this.#scroller, this.#content]) {
      if (current !== null) {
        this.#sizes.observe(current);
      }
    }
    this.#settle(null, null);
  }

  override componentWillUnmount(): void {
    this.#sizes?.disconnect();
  }

  override getSnapshotBeforeUpdate(before: Props): Anchor | null {
    this.#look();
    const first = before.room.messages[0];
    if (first === undefined || first.id === this.props.room.messages[0]?.id) {
      return null;
    }
    return this.#firstSeen();
  }

  override componentDidUpdate(before: Props, _: unknown, anchor: Anchor | null): void {
    this.#settle(before, anchor);
  }

  #settle(before: Props | null, anchor: Anchor | null): void {
    const list = this.#scroller.current;
    if (list === null) {
      return;
    }
    const { room, pending } = this.props;
    const written = pending.at(-1);
    if (!this.#placed) {
      this.#place();
    } else if (written !== undefined && before !== null && written.clientId !== before.pending.at(-1)?.clientId && pending.length > before.pending.length) {
      this.#toEnd();
    } else if (this.#stuck) {
      this.#toEnd();
    } else if (anchor !== null) {
      const top = this.#topOf(anchor.messageId);
      if (top !== null && top !== anchor.top) {
        list.scrollTop += top - anchor.top;
      }
    }
    if (before === null || before.room !== room) {
      this.#maybeOlder();
    }
  }

  /** The first time that there is something: at the first new message if that is not seen from the end. */
  #place(): void {
    const list = this.#scroller.current as HTMLElement;
    const { room } = this.props;
    this.#toEnd();
    if (room.status === 'joining' && room.messages.length === 0) {
      return;
    }
    this.#placed = true;
    const marker = list.querySelector('[data-marker]');
    if (marker !== null) {
      const above = list.getBoundingClientRect().top + list.clientHeight * 0.2 - marker.getBoundingClientRect().top;
      if (above > 0) {
        list.scrollTop -= above;
        this.#stuck = false;
      }
    }
    this.#tell();
  }

  #toEnd(): void {
    const list = this.#scroller.current as HTMLElement;
    this.#stuck = true;
    list.scrollTop = list.scrollHeight;
    this.#end = list.scrollTop;
    if (this.#placed) {
      this.#tell();
    }
  }

  /**
   * Finds out whether somebody has scrolled away from the end, or back to it. Where the end has moved away instead, as it
   * does when a picture or the screen changes its size, nobody has.
   */
  #look(): void {
    const list = this.#scroller.current;
    if (list === null || !this.#placed) {
      return;
    }
    const near = list.scrollHeight - list.scrollTop - list.clientHeight <= NEAR;
    this.#stuck = near || (this.#stuck && list.scrollTop >= this.#end);
    if (near) {
      this.#end = list.scrollTop;
    }
  }

  /** The first message that can be seen. */
  #firstSeen(): Anchor | null {
    const edge = this.#scroller.current?.getBoundingClientRect().top ?? 0;
    const seen = (one: Element): boolean => one.getBoundingClientRect().bottom > edge;
    const block = [...(this.#content.current?.querySelectorAll('.block') ?? [])].find(seen);
    const message = [...(block?.querySelectorAll<HTMLElement>('[data-message]') ?? [])].find(seen);
    const messageId = message?.dataset['message'];
    return message === undefined || messageId === undefined
      ? null
      : { messageId, top: message.getBoundingClientRect().top };
  }

  #topOf(messageId: string): number | null {
    const found = this.#scroller.current?.querySelector(`[data-message="${CSS.escape(messageId)}"]`);
    return found?.getBoundingClientRect().top ?? null;
  }

  #tell(): void {
    this.props.app.scrolled(this.#stuck);
  }

  readonly #scrolled = (): void => {
    const list = this.#scroller.current;
    if (list === null || !this.#placed) {
      return;
    }
    this.#look();
    this.#tell();
    this.#maybeOlder();
  };

  #maybeOlder(): void {
    const list = this.#scroller.current;
    const { app, room } = this.props;
    if (list !== null && this.#placed && room.older === 'some' && list.scrollTop < EARLY) {
      app.loadOlder(room.id);
    }
  }

  override render({ app, room, pending, self, connected }: Props) {
    const blocks = blocksOf(room.messages, room.notices, room.anchorId, room.marker);
    const today = dayOf(new Date().toISOString());
    const last = blocks.at(-1)?.items.at(-1);
    return (
      <div class="messages" id={MESSAGES} ref={this.#scroller} onScroll={this.#scrolled} role="log" aria-live="off" aria-label={`Messages in ${room.id}`} tabIndex={0}>
        <div class="messages-content" ref={this.#content}>
          <Beginning app={app} room={room} />
          {blocks.map((block, i) => (
            <BlockView key={block.key} block={block} ownId={self.id} settled={i < blocks.length - 2} today={today} />
          ))}
          {pending.map((one, i) => (
            <PendingMessage
              key={one.clientId}
              pending={one}
              author={self}
              connected={connected}
              head={i === 0 && !continues(last, self.id, new Date(one.at).toISOString())}
            />
          ))}
        </div>
      </div>
    );
  }
}

function Beginning({ app, room }: { app: App; room: Room }) {
  switch (room.older) {
    case 'loading':
      return (
        <p class="beginning" data-older="loading">
          Loading older messages…
        </p>
      );
    case 'failed':
      return (
        <p class="beginning" data-older="failed">
          <span>Older messages could not be loaded. </span>
          <button type="button" class="small" onClick={() => app.loadOlder(room.id)}>
            Load older messages
          </button>
        </p>
      );
    case 'none':
      return (
        <p class="beginning" data-older="none">
          This is the beginning of <bdi>{room.id}</bdi>.
        </p>
      );
    case 'some':
      return (
        <p class="beginning" data-older="some">
          &nbsp;
        </p>
      );
    case 'unknown':
      return null;
  }
}
