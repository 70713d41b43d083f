package ceres.chat.server.token;

import ceres.chat.core.ErrorCode;
import java.time.Instant;

/** Why a token was refused. The client learns {@link #code()} only; {@link #detail()} is logged. */
public sealed interface Rejection {

  /** {@code exp} lies in the past. */
  record Expired(Instant at) implements Rejection {}

  /** {@code nbf} lies in the future. */
  record NotYetValid(Instant from) implements Rejection {}

  /** Not a compact JWS with a JSON header and JSON claims. */
  record Malformed(String what) implements Rejection {}

  /** An algorithm that is not accepted, or for which nothing is configured. */
  record WrongAlgorithm(String algorithm) implements Rejection {}

  /** The signature is not one by our keys. */
  record BadSignature() implements Rejection {}

  /** The JWK Set, as far as it is known, has no key for this token. */
  record UnknownKey(String keyId) implements Rejection {}

  /** The JWK Set could not be had, and none is cached. */
  record KeysUnavailable(String why) implements Rejection {}

  /** {@code iss} or {@code aud} is not what is configured. */
  record WrongClaim(String claim) implements Rejection {}

  /** It does not say whose it is. */
  record NoIdentity(String why) implements Rejection {}

  /** What the client is told: {@code TOKEN_EXPIRED} or {@code TOKEN_INVALID}. */
  default ErrorCode code() {
    return this instanceof Expired ? ErrorCode.TOKEN_EXPIRED : ErrorCode.TOKEN_INVALID;
  }

  /** A phrase for the log. Holds nothing of the token but short, quoted, printable names. */
  default String detail() {
    return switch (this) {
      case Expired(Instant at) -> "it expired at " + at;
      case NotYetValid(Instant from) -> "it is not valid before " + from;
      case Malformed(String what) -> what;
      case WrongAlgorithm(String algorithm) ->
          "its algorithm " + Printable.quoted(algorithm) + " is not accepted here";
      case BadSignature() -> "its signature is wrong";
      case UnknownKey(String keyId) ->
          "no suitable key with the id " + Printable.quoted(keyId) + " is known from JWKS_URL";
      case KeysUnavailable(String why) -> "the JWK Set could not be had: " + why;
      case WrongClaim(String claim) -> "its claim \"" + claim + "\" is not the configured one";
      case NoIdentity(String why) -> why;
    };
  }
}
