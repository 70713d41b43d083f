import { Component } from 'preact';
import type { Block, Row } from '../state/rows';
import { rowsOf, sumOf } from '../state/rows';
import type { Notice, State } from '../state/types';
import { listed, nameOf } from '../text/names';
import { clock, dayName } from '../text/time';
import { Message } from './Message';
import { useSelected } from './context';

interface Props {
  block: Block;
  ownId: string | null;
  /** Far enough from the end: the browser may leave it out while it is not seen. */
  settled: boolean;
  /** Changes at midnight, when "Today" becomes "Yesterday". */
  today: string;
}

function same(a: Block, b: Block): boolean {
  return (
    a.marked === b.marked &&
    a.before === b.before &&
    a.items.length === b.items.length &&
    a.items.every((item, i) => item === b.items[i])
  );
}

const selectPeople = (state: State) => state.people;

/** Who came and went, as one quiet line. */
function Notices({ notices }: { notices: readonly Notice[] }) {
  const people = useSelected(selectPeople);
  const { joined, left } = sumOf(notices);
  const names = (ids: readonly string[]) => listed(ids.map((id) => nameOf(people[id])));
  const words = [joined.length > 0 ? `${names(joined)} joined` : '', left.length > 0 ? `${names(left)} left` : '']
    .filter((part) => part !== '')
    .join(' · ');
  return (
    <p class="notice" data-notice>
      <bdi>{words}</bdi> <time>{clock(notices.at(-1)?.at ?? '')}</time>
    </p>
  );
}

function RowView({ row, ownId }: { row: Row; ownId: string | null }) {
  switch (row.kind) {
    case 'day': {
      const name = dayName(row.at, new Date());
      return (
        <div class="divider" role="separator" aria-label={name}>
          <span>{name}</span>
        </div>
      );
    }
    case 'marker':
      return (
        <div class="divider divider-new" role="separator" aria-label="New messages" data-marker>
          <span>New messages</span>
        </div>
      );
    case 'notices':
      return <Notices notices={row.notices} />;
    case 'message':
      return <Message message={row.message} head={row.head} mine={row.message.user.id === ownId} />;
  }
}

/**
 * Some messages. A room may have 10,000: then only the block that changed is drawn again, and by `content-visibility` the
 * browser lays out and paints only what is near the screen. All of them stay in the document, so that finding in the
 * page, selecting, and reading with a screen reader work as everywhere, which a list that removes them would break.
 */
export class BlockView extends Component<Props> {
  override shouldComponentUpdate(next: Props): boolean {
    const { block, ownId, settled, today } = this.props;
    return next.ownId !== ownId || next.settled !== settled || next.today !== today || !same(next.block, block);
  }

  override render({ block, ownId, settled }: Props) {
    return (
      <div class={settled ? 'block settled' : 'block'}>
        {rowsOf(block).map((row) => (
          <RowView key={row.key} row={row} ownId={ownId} />
        ))}
      </div>
    );
  }
}
