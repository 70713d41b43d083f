package ceres.chat.server.config;

/** How the server's sockets are polled. */
public enum TransportKind {
  /** epoll where there is one, else NIO. */
  AUTO,
  EPOLL,
  IO_URING,
  NIO
}
