package ceres.engineio.server;

import io.netty.channel.Channel;
import io.netty.channel.socket.DuplexChannel;
import io.netty.handler.ssl.SslHandler;
import java.time.Instant;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * TLS at the front of connections. Its certificate is that of the files, as they are now or, while
 * they cannot be used, as they last could.
 *
 * <p>Thread-safe: the certificate is volatile, all else belongs to the thread that looks at the
 * files.
 */
final class Tls implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Tls.class);
  private static final String RENEGOTIATION = "jdk.tls.rejectClientInitiatedRenegotiation";

  private final TlsConfig config;
  private final Gate gate;
  private final Thread watch;
  private volatile TlsIdentity identity;
  private PemFile chainInUse;
  private PemFile keyInUse;
  private PemFile lastChain;
  private PemFile lastKey;
  private String told = "";

  /**
   * Reads the files.
   *
   * @param gate where handshakes are counted that fail
   * @throws TlsFilesException when they cannot be used
   */
  Tls(TlsConfig config, Gate gate) throws TlsFilesException {
    if (System.getProperty(RENEGOTIATION) == null) {
      System.setProperty(RENEGOTIATION, "true");
    }
    this.config = config;
    this.gate = gate;
    this.chainInUse = PemFile.read(config.certificateChain());
    this.keyInUse = PemFile.read(config.privateKey());
    this.identity = TlsIdentity.of(chainInUse, keyInUse, Instant.now());
    this.lastChain = chainInUse;
    this.lastKey = keyInUse;
    this.watch = Thread.ofVirtual().name("tls-files").unstarted(this::watch);
  }

  /** Looks at the files from now on, until {@link #close}. */
  void start() {
    watch.start();
  }

  private void watch() {
    try {
      while (true) {
        Thread.sleep(config.reloadInterval());
        look();
      }
    } catch (InterruptedException closed) {
      LOG.debug("The files for TLS are looked at no more");
    }
  }

  /** What is different counts when it is the same a second time: it may be half-written. */
  private void look() {
    PemFile chain = PemFile.read(config.certificateChain());
    PemFile key = PemFile.read(config.privateKey());
    boolean settled = chain.equals(lastChain) && key.equals(lastKey);
    lastChain = chain;
    lastKey = key;
    if (chain.equals(chainInUse) && key.equals(keyInUse)) {
      told = "";
    } else if (settled) {
      take(chain, key);
    }
  }

  private void take(PemFile chain, PemFile key) {
    try {
      TlsIdentity fresh = TlsIdentity.of(chain, key, Instant.now());
      identity = fresh;
      chainInUse = chain;
      keyInUse = key;
      told = "";
      LOG.info(
          "The certificate for TLS is a new one: {} until {}", fresh.subject(), fresh.expiry());
    } catch (TlsFilesException e) {
      String problem = String.valueOf(e.getMessage());
      if (!problem.equals(told)) {
        told = problem;
        LOG.warn("The certificate for TLS stays as it was, because {}", problem);
      }
    } catch (RuntimeException fault) {
      LOG.error("The files for TLS cannot be looked at", fault);
    }
  }

  /** When the certificate expires. */
  Instant expiry() {
    return identity.expiry();
  }

  /** Makes a new connection begin with the TLS handshake. */
  void addTo(Channel channel) {
    SslHandler handler = identity.context().newHandler(channel.alloc());
    handler.setHandshakeTimeout(config.handshakeTimeout().toMillis(), TimeUnit.MILLISECONDS);
    handler
        .handshakeFuture()
        .addListener(shaken -> {
          if (!shaken.isSuccess()) {
            gate.count(Refused.TLS_HANDSHAKE);
          }
        });
    channel.pipeline().addLast(handler);
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

  @Override
  public void close() {
    watch.interrupt();
  }
}
