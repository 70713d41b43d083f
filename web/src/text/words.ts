const WORDS: Readonly<Record<string, string>> = {
  AUTH_REQUIRED: 'You are not signed in.',
  TOKEN_INVALID: 'Your sign-in was not accepted.',
  TOKEN_EXPIRED: 'Your session has ended.',
  INVALID_ROOM: 'There can be no room of this name. A name has 1 to 128 characters, and no control characters.',
  TOO_MANY_ROOMS: 'You are in as many rooms as you may be. Leave one, then try again.',
  NOT_IN_ROOM: 'You are not in this room any more.',
  EMPTY_MESSAGE: 'There is nothing in this message.',
  MESSAGE_TOO_LONG: 'This message is too long. The most is 1,000 characters.',
  INVALID_MESSAGE: 'This message has characters that cannot be stored.',
  NOT_SAVED: 'The message could not be saved.',
  RATE_LIMITED: 'That was too much in a short time.',
  INTERNAL: 'Something is wrong with the server.',
};

/** What to tell a person about an error of the server: our words, else the server's sentence. */
export const words = (code: string, sentence: string): string =>
  WORDS[code] ?? (sentence === '' ? 'Something went wrong.' : sentence);

export const NO_ANSWER = 'The server does not answer.';
