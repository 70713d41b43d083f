package ceres.engineio.server;

import io.netty.channel.Channel;
import io.netty.channel.socket.DuplexChannel;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslHandler;
import io.netty.handler.ssl.SslProvider;
import java.io.IOException;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** TLS at the front of connections, if it is configured. Immutable; thread-safe. */
final class Tls {
  private final @Nullable SslContext context;
  private final long handshakeTimeoutMillis;

  /**
   * Reads the files.
   *
   * @throws IOException when they cannot be read or used
   */
  Tls(@Nullable TlsConfig config) throws IOException {
    if (config == null) {
      context = null;
      handshakeTimeoutMillis = 0;
      return;
    }
    handshakeTimeoutMillis = config.handshakeTimeout().toMillis();
    try {
      context =
          SslContextBuilder.forServer(
                  config.certificateChain().toFile(), config.privateKey().toFile())
              .sslProvider(SslProvider.JDK)
              .protocols("TLSv1.3", "TLSv1.2")
              .build();
    } catch (IllegalArgumentException e) {
      throw new IOException(
          "cannot use " + config.certificateChain() + " and " + config.privateKey() + " for TLS",
          e);
    }
  }

  /** Makes a new connection begin with the TLS handshake. */
  void addTo(Channel channel) {
    if (context != null) {
      SslHandler handler = context.newHandler(channel.alloc());
      handler.setHandshakeTimeout(handshakeTimeoutMillis, TimeUnit.MILLISECONDS);
      channel.pipeline().addLast(handler);
    }
  }

  /** Ends what the server sends, with TLS's own goodbye if there is TLS; reading goes on. */
  static void shutdownOutput(Channel channel) {
    SslHandler handler = channel.pipeline().get(SslHandler.class);
    if (handler == null) {
      ((DuplexChannel) channel).shutdownOutput();
    } else {
      handler.closeOutbound().addListener(said -> ((DuplexChannel) channel).shutdownOutput());
    }
  }
}
