/** The one scrollable list of messages, for what moves it from elsewhere. */
export const MESSAGES = 'messages';

const list = (): HTMLElement | null => document.getElementById(MESSAGES);

export function toNewest(): void {
  const found = list();
  if (found !== null) {
    found.scrollTop = found.scrollHeight;
  }
}

/** Scrolls by almost a screen. */
export function turnPage(direction: 1 | -1): void {
  const found = list();
  found?.scrollBy({ top: direction * found.clientHeight * 0.85 });
}

/** The composer, to be typed into. */
export const COMPOSER = 'composer';

export const toComposer = (): void => document.getElementById(COMPOSER)?.focus();
