package ceres.testing.soak.world;

/** Which way bytes go through a proxy. */
public enum Direction {
  /** From who connects to who listens. */
  THERE,
  /** And back. */
  BACK
}
