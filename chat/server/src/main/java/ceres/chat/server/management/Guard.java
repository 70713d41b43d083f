package ceres.chat.server.management;

import ceres.chat.server.token.Secret;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Lets operators pass who show the configured token, which is compared in constant time.
 *
 * @param token what they show; null: nobody passes
 */
record Guard(@Nullable Secret token) {
  private static final Logger LOG = LoggerFactory.getLogger(Guard.class);
  private static final Pattern BEARER = Pattern.compile("(?i)bearer +(\\S+)");

  void check(Call call) throws Refused {
    if (token == null) {
      throw new Refused(403, "Set MANAGEMENT_TOKEN to operate this server.");
    }
    String header = call.authorization();
    Matcher bearer = BEARER.matcher(header == null ? "" : header.strip());
    if (!bearer.matches() || !Secret.of(bearer.group(1)).equals(token)) {
      LOG.atWarn().addKeyValue("address", call.address()).log("An operator was refused");
      throw new Refused(401, "Show MANAGEMENT_TOKEN as a bearer token.");
    }
  }
}
