package ceres.chat.server.cli;

import ceres.chat.postgres.DatabaseAddress;
import ceres.chat.server.config.ChatServerConfig;
import ceres.chat.server.config.PageConfig;
import ceres.chat.server.config.StorageConfig;
import java.util.Set;

/** What a person wants to know when the server has started. */
final class Banner {
  private static final Set<String> EVERYWHERE = Set.of("0.0.0.0", "::", "0:0:0:0:0:0:0:0");

  private Banner() {}

  static String of(ChatServerConfig config, RunningServer server) {
    String scheme = config.listen().tls() == null ? "http" : "https";
    String address = address(scheme, config.listen().host(), server.port());
    return """
    Ceres is listening on %s
      page    %s
      data    %s
      tokens  %s
    %sCtrl-C stops it.
    """
        .formatted(
            address,
            page(config.page(), address, server.hasPage()),
            data(config.storage()),
            tokens(config),
            management(config, server));
  }

  private static String page(PageConfig page, String address, boolean hasPage) {
    if (!page.on()) {
      return "none (PAGE is false)";
    }
    if (!hasPage) {
      return "none: to build it, ./run needs npm, which comes with Node.js";
    }
    return page.trial()
        ? "open " + address + " in a browser, and say your name"
        : "open " + address + "/#token=… in a browser, with a token after the =";
  }

  private static String management(ChatServerConfig config, RunningServer server) {
    String host = config.operation().management().host();
    return server.managementPort().isEmpty()
        ? ""
        : "  health  " + address("http", host, server.managementPort().getAsInt()) + "/readyz\n";
  }

  private static String address(String scheme, String bound, int port) {
    String host = EVERYWHERE.contains(bound) ? "localhost" : bound;
    return scheme + "://" + (host.contains(":") ? "[" + host + "]" : host) + ":" + port;
  }

  private static String data(StorageConfig storage) {
    DatabaseAddress address = storage.databaseAddress();
    return address == null
        ? storage.dataDirectory() + " (embedded PostgreSQL)"
        : "PostgreSQL at " + address;
  }

  private static String tokens(ChatServerConfig config) {
    return config.tokens().secret() == null
        ? "from the issuer whose keys are at " + config.tokens().jwksUrl()
        : Program.NAME + " token --name \"Ada\"";
  }
}
