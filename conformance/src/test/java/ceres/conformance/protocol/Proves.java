package ceres.conformance.protocol;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.TestTemplate;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * A test that shows the {@link Rule} of its name, once on each transport that the rule is about. It
 * may have a parameter of type {@link ceres.testing.wire.Transport}.
 */
@TestTemplate
@ExtendWith(OnEachTransport.class)
@Target(ElementType.METHOD)
@Retention(RetentionPolicy.RUNTIME)
@interface Proves {}
