package ceres.conformance.support;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/** Fails the test during which a client and the server said what is not {@link Documented}. */
public final class DocumentedExtension implements AfterEachCallback, AfterAllCallback {

  @Override
  public void afterEach(ExtensionContext context) {
    requireNone();
  }

  @Override
  public void afterAll(ExtensionContext context) {
    requireNone();
  }

  private static void requireNone() {
    assertThat(Documented.violations()).as("what docs/asyncapi.yaml says otherwise").isEmpty();
  }
}
