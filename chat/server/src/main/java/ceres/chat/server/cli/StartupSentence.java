package ceres.chat.server.cli;

import ceres.chat.postgres.DatabaseUnavailableException;
import ceres.chat.postgres.EmbeddedDatabaseException;
import ceres.chat.server.config.ChatServerConfig;
import ceres.chat.server.config.ListenConfig;
import ceres.chat.server.config.StorageConfig;
import ceres.engineio.server.TlsFilesException;
import java.io.IOException;
import java.net.UnknownHostException;
import java.nio.channels.UnresolvedAddressException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.NotDirectoryException;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The words for a server that did not start: what is wrong, and which setting is about it. */
public final class StartupSentence {
  private StartupSentence() {}

  /** One sentence for a failure: the first of its causes that is known decides. */
  public static String of(Throwable failure, ChatServerConfig config) {
    return Stream.iterate(failure, Objects::nonNull, Throwable::getCause)
        .limit(20)
        .flatMap(cause -> known(cause, config).stream())
        .findFirst()
        .orElseGet(() -> "Ceres could not start: " + shown(failure) + ".");
  }

  private static Optional<String> known(Throwable cause, ChatServerConfig config) {
    return Optional.ofNullable(
        switch (cause) {
          case StartupException said -> said.getMessage();
          case TlsFilesException tls ->
              "TLS_CERTIFICATE and TLS_KEY cannot be used: " + tls.getMessage() + ".";
          case UnknownHostException _, UnresolvedAddressException _ -> unknownHost(config.listen());
          case FileSystemException file -> files(file, config.storage());
          case DatabaseUnavailableException database -> database.getMessage();
          case EmbeddedDatabaseException database -> database.getMessage();
          case IOException io -> binding(String.valueOf(io.getMessage()), config.listen());
          default -> null;
        });
  }

  private static String unknownHost(ListenConfig listen) {
    return "HOST " + listen.host() + " is a name that is not known here.";
  }

  private static @Nullable String binding(String message, ListenConfig listen) {
    if (message.contains("Address already in use")) {
      return "Port "
          + listen.port()
          + " is taken by another program: stop that, or choose another port with PORT (--port).";
    }
    if (message.contains("Permission denied")) {
      return "Port "
          + listen.port()
          + " may not be used without special rights: choose one from 1024 up with PORT (--port).";
    }
    if (message.contains("assign requested address")) {
      return "HOST " + listen.host() + " is not an address of this machine.";
    }
    return null;
  }

  private static String files(FileSystemException failure, StorageConfig storage) {
    String why =
        switch (failure) {
          case AccessDeniedException _ -> "access is denied";
          case NotDirectoryException _, FileAlreadyExistsException _ -> "it is not a folder";
          default ->
              failure.getReason() == null
                  ? failure.getClass().getSimpleName()
                  : failure.getReason();
        };
    String folder = storage.dataDirectory().toString();
    String file = Objects.requireNonNullElse(failure.getFile(), folder);
    return "The data directory "
        + folder
        + " (DATA_DIR) cannot be used: "
        + why
        + (file.equals(folder) ? "." : " (" + file + ").");
  }

  private static String shown(Throwable failure) {
    String message = Objects.requireNonNullElse(failure.getMessage(), "");
    String line = message.strip().lines().findFirst().orElse("");
    String text = line.isEmpty() ? failure.getClass().getSimpleName() : line;
    return text.endsWith(".") ? text.substring(0, text.length() - 1) : text;
  }
}
