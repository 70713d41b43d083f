package ceres.chat.postgres;

import ceres.chat.postgres.DatabaseAddress.Server;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Reads {@code postgresql://} URLs, as PostgreSQL's own client library does. Stateless.
 *
 * <p>No message quotes a piece of the URL: a forgotten percent-encoding could make any piece a part
 * of the password.
 */
final class DatabaseUrl {
  static final String ENCODE =
      " (in a user name or password, each of : / ? # @ % must be percent-encoded)";

  private DatabaseUrl() {}

  static DatabaseAddress parse(String url) {
    String rest = afterScheme(url.strip());
    int question = rest.indexOf('?');
    String query = question < 0 ? "" : rest.substring(question + 1);
    String location = question < 0 ? rest : rest.substring(0, question);
    int slash = location.indexOf('/');
    String path = slash < 0 ? "" : location.substring(slash + 1);
    String authority = slash < 0 ? location : location.substring(0, slash);
    int at = authority.lastIndexOf('@');
    if (at < 0 && authority.indexOf(':') >= 0 && (path + query).indexOf('@') >= 0) {
      throw malformed("has a '/' or '?' before its '@'" + ENCODE);
    }
    Map<String, String> parameters = parameters(query);
    String hosts = parameters.remove("host");
    String ports = parameters.remove("port");
    List<Server> servers =
        hosts == null ? servers(authority.substring(at + 1), ports) : servers(hosts, ports);
    String userInfo = at < 0 ? "" : authority.substring(0, at);
    int colon = userInfo.indexOf(':');
    String user = decode(colon < 0 ? userInfo : userInfo.substring(0, colon));
    String password = colon < 0 ? null : decode(userInfo.substring(colon + 1));
    user = either(parameters.remove("user"), user.isEmpty() ? systemUser() : user);
    String database = decode(path);
    database = either(parameters.remove("dbname"), database.isEmpty() ? user : database);
    String secret = parameters.remove("password");
    return new DatabaseAddress(
        servers,
        database,
        user,
        secret == null ? password : secret,
        UrlParameters.toDriver(parameters));
  }

  private static String either(@Nullable String first, String second) {
    return first == null || first.isEmpty() ? second : first;
  }

  private static String afterScheme(String url) {
    for (String scheme : List.of("postgresql://", "postgres://")) {
      if (url.startsWith(scheme)) {
        return url.substring(scheme.length());
      }
    }
    throw malformed("does not begin with postgresql://, postgres:// or jdbc:postgresql:");
  }

  private static Map<String, String> parameters(String query) {
    Map<String, String> parameters = new LinkedHashMap<>();
    for (String pair : query.split("&", -1)) {
      if (pair.isEmpty()) {
        continue;
      }
      int equals = pair.indexOf('=');
      if (equals <= 0) {
        throw malformed("has a parameter that is not of the form name=value" + ENCODE);
      }
      parameters.put(decode(pair.substring(0, equals)), decode(pair.substring(equals + 1)));
    }
    return parameters;
  }

  private static List<Server> servers(String text, @Nullable String ports) {
    List<Server> servers = new ArrayList<>();
    for (String each : text.split(",", -1)) {
      servers.add(server(each, ports == null ? "" : ports));
    }
    return servers;
  }

  private static Server server(String text, String otherPort) {
    String host = text;
    String port = otherPort;
    int colon = text.lastIndexOf(':');
    if (text.startsWith("[")) {
      int end = text.indexOf(']');
      if (end < 0) {
        throw malformed("has an IPv6 address without its closing ']'");
      }
      String after = text.substring(end + 1);
      if (!after.isEmpty() && !after.startsWith(":")) {
        throw malformed("has something other than a port after an IPv6 address" + ENCODE);
      }
      host = text.substring(1, end);
      port = after.isEmpty() ? otherPort : after.substring(1);
    } else if (colon >= 0) {
      host = text.substring(0, colon);
      port = text.substring(colon + 1);
      if (host.indexOf(':') >= 0) {
        throw malformed("has more than one ':' in its host; put IPv6 addresses in []" + ENCODE);
      }
    }
    host = decode(host);
    if (host.startsWith("/") || host.startsWith("@")) {
      throw malformed("names a Unix socket, which Ceres cannot use; name a host instead");
    }
    return new Server(host.isEmpty() ? "localhost" : host, port(port));
  }

  /** A port, 5432 where the text is empty. */
  static int port(String text) {
    if (text.isEmpty()) {
      return 5432;
    }
    int port = text.matches("[0-9]{1,5}") ? Integer.parseInt(text) : 0;
    if (port < 1 || port > 65535) {
      throw malformed("has a port that is not a number from 1 to 65535" + ENCODE);
    }
    return port;
  }

  static String systemUser() {
    return System.getProperty("user.name", "postgres");
  }

  private static String decode(String text) {
    if (text.indexOf('%') < 0) {
      return text;
    }
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    ByteArrayOutputStream out = new ByteArrayOutputStream(bytes.length);
    for (int i = 0; i < bytes.length; i++) {
      if (bytes[i] != '%') {
        out.write(bytes[i]);
        continue;
      }
      int high = i + 1 < bytes.length ? Character.digit(bytes[i + 1], 16) : -1;
      int low = i + 2 < bytes.length ? Character.digit(bytes[i + 2], 16) : -1;
      if (high < 0 || low < 0 || high + low == 0) {
        throw malformed("has a '%' that is not followed by two hexadecimal digits (%25 means %)");
      }
      out.write(high << 4 | low);
      i += 2;
    }
    try {
      return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(out.toByteArray())) + "";
    } catch (CharacterCodingException e) {
      throw malformed("has percent-encoded bytes that are not UTF-8");
    }
  }

  private static IllegalArgumentException malformed(String problem) {
    return new IllegalArgumentException("The database URL " + problem + ".");
  }
}
