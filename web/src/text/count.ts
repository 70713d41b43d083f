/** Most code points of a message. */
export const MOST = 1000;

/** From how many on the counter is shown. */
export const NEARLY = 900;

/** The content as the server stores it. */
export const trimmed = (text: string): string => text.trim();

/** Code points of the trimmed content, as the server counts: an emoji of one code point counts once. */
export function count(text: string): number {
  const content = trimmed(text);
  let points = 0;
  for (let i = 0; i < content.length; i++) {
    const unit = content.charCodeAt(i);
    const next = content.charCodeAt(i + 1);
    if (unit >= 0xd800 && unit < 0xdc00 && next >= 0xdc00 && next < 0xe000) {
      i++;
    }
    points++;
  }
  return points;
}
