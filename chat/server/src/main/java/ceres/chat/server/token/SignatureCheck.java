package ceres.chat.server.token;

/** Port: says whether a token was signed by someone who may. */
interface SignatureCheck {
  /** Returns if the signature is right, with an algorithm that this check accepts. */
  void check(CompactToken token) throws TokenRejected;
}
