import type { ComponentChildren } from 'preact';
import type { ChatMessage } from '../events';
import type { Pending } from '../state/types';
import { absolute, clock } from '../text/time';
import { Avatar } from './Avatar';
import { Content } from './Content';
import { useApp } from './context';
import { Icon } from './Icon';

interface Frame {
  head: boolean;
  mine: boolean;
  author: { id: string; name: string; avatar: string | null };
  at: string;
  state: 'sent' | Pending['state'];
  id?: string;
  clientId?: string;
  children: ComponentChildren;
}

/** What all messages look like, whether they are stored or not. */
function Frame({ head, mine, author, at, state, id, clientId, children }: Frame) {
  const time = (
    <time dateTime={at} title={absolute(at)}>
      {clock(at)}
    </time>
  );
  return (
    <article
      class={head ? 'message head' : 'message'}
      aria-label={`${author.name}, ${clock(at)}`}
      data-message={id}
      data-client={clientId}
      data-state={state === 'sent' || state === 'failed' ? state : 'pending'}
      data-mine={mine ? '' : undefined}
    >
      <div class="gutter">{head ? <Avatar userId={author.id} name={author.name} avatar={author.avatar} /> : time}</div>
      <div class="body">
        {head && (
          <div class="byline">
            <bdi class="author" data-author>
              {author.name}
            </bdi>
            {time}
          </div>
        )}
        {children}
      </div>
    </article>
  );
}

export function Message({ message, head, mine }: { message: ChatMessage; head: boolean; mine: boolean }) {
  return (
    <Frame head={head} mine={mine} author={message.user} at={message.createdAt} state="sent" id={message.id}>
      <Content text={message.content} />
    </Frame>
  );
}

/** A message that is not acknowledged yet: on its way, waiting, or refused. */
export function PendingMessage({ pending, head, author, connected }: { pending: Pending; head: boolean; author: Frame['author']; connected: boolean }) {
  const app = useApp();
  const { clientId, content, state, problem } = pending;
  return (
    <Frame head={head} mine author={author} at={new Date(pending.at).toISOString()} state={state} clientId={clientId}>
      <Content text={content.trim()} />
      {state === 'failed' ? (
        <div class="delivery delivery-failed">
          <Icon of="warning" />
          <span data-delivery>Not sent. {problem}</span>
          <button type="button" class="small" onClick={() => app.retry(clientId)}>
            Retry
          </button>
          <button type="button" class="small plain" onClick={() => app.discard(clientId)}>
            Discard
          </button>
        </div>
      ) : (
        <div class={connected ? 'delivery delivery-soon' : 'delivery'}>
          <Icon of="clock" />
          <span data-delivery>{connected ? 'Sending…' : 'Waiting for the connection…'}</span>
        </div>
      )}
    </Frame>
  );
}
