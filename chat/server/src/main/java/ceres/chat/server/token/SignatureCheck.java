package ceres.chat.server.token;

/** Port: says whether a token was signed by someone who may. */
interface SignatureCheck {
  /** There are no keys that are known to be the right ones now. */
  long NO_KEYS = -1;

  /**
   * A number that stands for the keys that this checks by now: what was found right by keys of
   * another number is to be checked again.
   */
  long keys();

  /** Returns if the signature is right, with an algorithm that this check accepts. */
  void check(CompactToken token) throws TokenRejected;
}
