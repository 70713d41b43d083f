package ceres.engineio.server;

/** The listener of a session whose own could not be made: the session ends, and nobody is told. */
record DeafListener() implements SessionListener {
  @Override
  public void onText(String message) {}

  @Override
  public void onBinary(byte[] message) {}

  @Override
  public void onClose(CloseReason reason) {}
}
