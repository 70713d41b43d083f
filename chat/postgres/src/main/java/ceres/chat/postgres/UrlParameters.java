package ceres.chat.postgres;

import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.postgresql.PGProperty;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Turns a URL's parameters into the driver's properties. Stateless. */
final class UrlParameters {
  private static final Logger LOG = LoggerFactory.getLogger(UrlParameters.class);

  /** The client library's and Prisma's names, and the driver's names for the same. */
  private static final Map<String, PGProperty> NAMES =
      Map.ofEntries(
          Map.entry("application_name", PGProperty.APPLICATION_NAME),
          Map.entry("channel_binding", PGProperty.CHANNEL_BINDING),
          Map.entry("connect_timeout", PGProperty.CONNECT_TIMEOUT),
          Map.entry("gssencmode", PGProperty.GSS_ENC_MODE),
          Map.entry("keepalives", PGProperty.TCP_KEEP_ALIVE),
          Map.entry("krbsrvname", PGProperty.KERBEROS_SERVER_NAME),
          Map.entry("options", PGProperty.OPTIONS),
          Map.entry("pgbouncer", PGProperty.PREPARE_THRESHOLD),
          Map.entry("schema", PGProperty.CURRENT_SCHEMA),
          Map.entry("socket_timeout", PGProperty.SOCKET_TIMEOUT),
          Map.entry("sslcert", PGProperty.SSL_CERT),
          Map.entry("sslkey", PGProperty.SSL_KEY),
          Map.entry("sslmode", PGProperty.SSL_MODE),
          Map.entry("sslnegotiation", PGProperty.SSL_NEGOTIATION),
          Map.entry("sslpassword", PGProperty.SSL_PASSWORD),
          Map.entry("sslrootcert", PGProperty.SSL_ROOT_CERT),
          Map.entry("target_session_attrs", PGProperty.TARGET_SERVER_TYPE));

  private static final Map<String, String> SESSION_KINDS =
      Map.of(
          "read-write", "primary",
          "read-only", "secondary",
          "standby", "secondary",
          "prefer-standby", "preferSecondary");

  private static final Set<String> SSL_MODES =
      Set.of("disable", "allow", "prefer", "require", "verify-ca", "verify-full");

  /** Known elsewhere and of no consequence here. */
  private static final Set<String> WITHOUT_EFFECT =
      Set.of("client_encoding", "connection_limit", "pool_timeout", "statement_cache_size");

  private UrlParameters() {}

  static Map<String, String> toDriver(Map<String, String> parameters) {
    Map<String, String> properties = new HashMap<>();
    parameters.forEach((name, value) -> {
      PGProperty property = NAMES.getOrDefault(name, PGProperty.forName(name));
      if (property != null) {
        properties.put(property.getName(), value(property, name, value));
      } else if (!WITHOUT_EFFECT.contains(name)) {
        LOG.warn("The database URL has a parameter that Ceres does not know; it is ignored");
      }
    });
    return properties;
  }

  private static String value(PGProperty property, String name, String value) {
    return switch (property) {
      case SSL_MODE -> sslMode(value);
      case TARGET_SERVER_TYPE -> SESSION_KINDS.getOrDefault(value, value);
      case TCP_KEEP_ALIVE -> value.equals("0") || value.equals("false") ? "false" : "true";
      case PREPARE_THRESHOLD -> name.equals("pgbouncer") ? threshold(value) : value;
      case CONNECT_TIMEOUT, SOCKET_TIMEOUT -> seconds(name, value);
      default -> value;
    };
  }

  private static String threshold(String pgbouncer) {
    return pgbouncer.equals("true") ? "0" : "5";
  }

  private static String sslMode(String value) {
    // "no-verify" is what node-postgres calls encryption without a look at the certificate.
    String mode = value.equals("no-verify") ? "require" : value;
    if (!SSL_MODES.contains(mode)) {
      throw new IllegalArgumentException(
          "The sslmode in the database URL is none of disable, allow, prefer, require, verify-ca"
              + " and verify-full.");
    }
    return mode;
  }

  private static String seconds(String name, String value) {
    if (!value.matches("[0-9]{1,6}")) {
      throw new IllegalArgumentException(
          "The " + name + " in the database URL is not a number of seconds.");
    }
    return value;
  }
}
