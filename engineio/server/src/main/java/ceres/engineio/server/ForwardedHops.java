package ceres.engineio.server;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Reads what proxies write about whom they speak for. Stateless. */
final class ForwardedHops {
  private ForwardedHops() {}

  /** The nodes of {@code X-Forwarded-For}, the client first. */
  static List<String> ofXForwardedFor(List<String> values) {
    List<String> hops = new ArrayList<>();
    for (String part : String.join(",", values).split(",", -1)) {
      if (!part.isBlank()) {
        hops.add(part.strip());
      }
    }
    return hops;
  }

  /** The nodes of {@code for} in {@code Forwarded}, the client first (RFC 7239, section 4). */
  static List<String> ofForwarded(List<String> values) {
    List<String> hops = new ArrayList<>();
    for (String element : String.join(",", values).split(",", -1)) {
      for (String pair : element.split(";", -1)) {
        String[] parts = pair.strip().split("=", 2);
        if (parts.length == 2 && parts[0].strip().toLowerCase(Locale.ROOT).equals("for")) {
          hops.add(parts[1].strip().replace("\"", ""));
        }
      }
    }
    return hops;
  }

  /**
   * The address of a node: {@code 192.0.2.1}, {@code 192.0.2.1:80}, {@code 2001:db8::1}, {@code
   * [2001:db8::1]:80}; null for anything else, such as {@code unknown}.
   */
  static @Nullable InetSocketAddress address(String node) {
    String literal = node;
    if (node.startsWith("[")) {
      int end = node.indexOf(']');
      literal = end < 0 ? "" : node.substring(1, end);
    } else if (node.indexOf(':') == node.lastIndexOf(':') && node.indexOf(':') > 0) {
      literal = node.substring(0, node.indexOf(':'));
    }
    try {
      return new InetSocketAddress(InetAddress.ofLiteral(literal), 0);
    } catch (IllegalArgumentException e) {
      return null;
    }
  }
}
