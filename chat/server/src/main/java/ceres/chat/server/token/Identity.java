package ceres.chat.server.token;

import ceres.chat.core.ServerUser;
import ceres.chat.core.UserDirectory;
import java.util.Map;
import java.util.UUID;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Whose token it is. The user's id is the claim {@code userId}, else {@code id}, else {@code sub},
 * the first of them that is neither absent nor blank: a string, or a whole number in its decimal
 * form. A UUID is taken as it is; anything else becomes UUIDv5(UUIDv5(URL namespace, issuer),
 * value), so the same person always has the same id.
 *
 * <p>{@code email}, {@code name} and {@code avatar} (else {@code picture}) are strings that a page
 * could show; one that is not (another type, too long, control characters, half a surrogate pair)
 * counts as absent, since a token is not to be refused for its decoration. An id with such faults
 * is refused: repairing it might make it someone else's.
 *
 * @param issuer stands in for an absent {@code iss}
 */
record Identity(@Nullable String issuer) {
  private static final int LONGEST_ID = 512;
  private static final Pattern UUID_FORM =
      Pattern.compile("\\p{XDigit}{8}(-\\p{XDigit}{4}){3}-\\p{XDigit}{12}");

  UserDirectory.Claims of(Map<String, @Nullable Object> claims) throws TokenRejected {
    String avatar = ProfileClaim.AVATAR.in(claims.get("avatar"));
    return new UserDirectory.Claims(
        userId(claims),
        ProfileClaim.EMAIL.in(claims.get("email")),
        ProfileClaim.NAME.in(claims.get("name")),
        avatar != null ? avatar : ProfileClaim.AVATAR.in(claims.get("picture")));
  }

  private UUID userId(Map<String, @Nullable Object> claims) throws TokenRejected {
    for (String claim : new String[] {"userId", "id", "sub"}) {
      String value = text(claim, claims.get(claim));
      if (!value.isBlank()) {
        return notTheServer(
            UUID_FORM.matcher(value).matches()
                ? UUID.fromString(value)
                : UuidV5.of(namespace(claims), value));
      }
    }
    throw new TokenRejected(new Rejection.NoIdentity("it has none of userId, id and sub"));
  }

  private static UUID notTheServer(UUID id) throws TokenRejected {
    if (id.equals(ServerUser.ID)) {
      throw new TokenRejected(new Rejection.NoIdentity("its user is the server itself"));
    }
    return id;
  }

  private UUID namespace(Map<String, @Nullable Object> claims) {
    String said = claims.get("iss") instanceof String iss ? iss : issuer;
    return UuidV5.of(UuidV5.URL, said == null ? "" : said);
  }

  private static String text(String claim, @Nullable Object value) throws TokenRejected {
    String text =
        switch (value) {
          case null -> "";
          case String string -> string;
          case Integer whole -> whole.toString();
          case Long whole -> whole.toString();
          case Double number when number == Math.rint(number) && Math.abs(number) < 0x1p53 ->
              Long.toString(number.longValue());
          default -> throw unusable(claim);
        };
    if (!isUsable(text)) {
      throw unusable(claim);
    }
    return text;
  }

  /** Whether a text can be a user's id, or stand for one. */
  static boolean isUsable(String text) {
    return text.length() <= LONGEST_ID && ProfileClaim.isClean(text);
  }

  private static TokenRejected unusable(String claim) {
    return new TokenRejected(
        new Rejection.NoIdentity("its claim \"" + claim + "\" cannot be a user's id"));
  }
}
