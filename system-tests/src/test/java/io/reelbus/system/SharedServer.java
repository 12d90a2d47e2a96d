package io.reelbus.system;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/**
 * Gives tests a running {@link Reelbus}: one per number of lanes for the whole run, as starting a
 * broker for each case would take longer than the cases.
 */
final class SharedServer implements ParameterResolver {

  private static final int DEFAULT_LANES = 4;

  /** How many encoder lanes the server has that a test asks for. */
  @Retention(RetentionPolicy.RUNTIME)
  @Target(ElementType.PARAMETER)
  @interface Lanes {
    int value();
  }

  @Override
  public boolean supportsParameter(ParameterContext parameter, ExtensionContext test) {
    return parameter.getParameter().getType() == Reelbus.class;
  }

  @Override
  public Object resolveParameter(ParameterContext parameter, ExtensionContext test) {
    int lanes = parameter.findAnnotation(Lanes.class).map(Lanes::value).orElse(DEFAULT_LANES);
    return test.getRoot()
        .getStore(Namespace.create(SharedServer.class))
        .computeIfAbsent(lanes, Reelbus::start, Reelbus.class);
  }
}
