package io.reelbus.standalone.command;

import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.IDefaultValueProvider;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.OptionSpec;

/**
 * Every option {@code --some-name} is also {@code REELBUS_SOME_NAME}; the command line wins over
 * the environment, the environment over the default.
 */
final class EnvironmentDefaults implements IDefaultValueProvider {

  private final Map<String, String> environment;

  EnvironmentDefaults(Map<String, String> environment) {
    this.environment = Map.copyOf(environment);
  }

  /** The variable of an option, e.g. {@code REELBUS_S3_ENDPOINT}. */
  static String variable(OptionSpec option) {
    return "REELBUS_"
        + option.longestName().substring(2).replace('-', '_').toUpperCase(Locale.ROOT);
  }

  @Override
  public @Nullable String defaultValue(ArgSpec arg) {
    if (!(arg instanceof OptionSpec option)
        || option.usageHelp()
        || option.versionHelp()
        || !option.longestName().startsWith("--")) {
      return arg.defaultValue();
    }
    String value = environment.get(variable(option));
    return value == null || value.isEmpty() ? arg.defaultValue() : value;
  }
}
