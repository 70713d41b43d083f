import { linkify } from '../text/linkify';

/**
 * The words of a message: text nodes and links, whatever is in them. Marks that change the direction of writing end with
 * it, see `.content` in messages.css.
 */
export function Content({ text }: { text: string }) {
  return (
    <div class="content" data-content>
      {linkify(text).map(({ text: piece, href }, i) =>
        href === undefined ? (
          piece
        ) : (
          <a key={i} href={href} title={href === piece ? undefined : href} target="_blank" rel="noopener noreferrer nofollow">
            {piece}
          </a>
        ),
      )}
    </div>
  );
}
