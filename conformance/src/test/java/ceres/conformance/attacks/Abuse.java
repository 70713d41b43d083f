package ceres.conformance.attacks;

/**
 * Something that an attacker does, and what must come of it.
 *
 * @param name what it is
 */
record Abuse(String name, Attempt attempt) {

  /** Does it, and fails if the server does not answer as it should. */
  @FunctionalInterface
  interface Attempt {
    void by(Mallory mallory) throws Exception;
  }

  @Override
  public String toString() {
    return name;
  }
}
