package ceres.engineio.server;

import java.io.IOException;

/**
 * The files of {@link TlsConfig} cannot be used. The message names the file and says why, without a
 * full stop, and shows nothing of the key.
 */
public final class TlsFilesException extends IOException {
  private static final long serialVersionUID = 1L;

  TlsFilesException(String message) {
    super(message);
  }
}
