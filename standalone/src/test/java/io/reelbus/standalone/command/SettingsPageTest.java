package io.reelbus.standalone.command;

import static org.assertj.core.api.Assertions.assertThat;

import io.reelbus.standalone.StopSignal;
import io.reelbus.standalone.job.Console;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;
import picocli.CommandLine.Model.OptionSpec;

/** docs/settings.md is made from the options themselves, so it cannot go stale. */
class SettingsPageTest {

  private static final Path PAGE = Path.of("..", "docs", "settings.md");

  @Test
  void settingsPage_optionsOfAllCommands_isUpToDate() throws IOException {
    String expected = page();
    if (Boolean.getBoolean("reelbus.write-docs")) {
      Files.writeString(PAGE, expected);
    }
    assertThat(Files.exists(PAGE) ? Files.readString(PAGE) : "")
        .as("docs/settings.md; write it again with -Dreelbus.write-docs=true")
        .isEqualTo(expected);
  }

  private static String page() {
    Context context = new Context(new Console(System.err, System.out, false, 80), new StopSignal());
    StringBuilder page =
        new StringBuilder(
            """
            # Settings

            Made by `SettingsPageTest` from the options of the `reelbus` command. The command line wins over the
            environment, the environment over the default.
            """);
    ReelbusCommand.commandLine(Map.of(), context)
        .getSubcommands()
        .forEach((name, command) -> section(page, name, command));
    return page.toString();
  }

  private static void section(StringBuilder page, String name, CommandLine command) {
    page.append("\n## reelbus ").append(name).append("\n\n");
    page.append(String.join(" ", command.getCommandSpec().usageMessage().description()));
    page.append("\n\n| option | variable | default | what it does |\n| --- | --- | --- | --- |\n");
    for (OptionSpec option : command.getCommandSpec().options()) {
      if (option.usageHelp() || option.versionHelp()) {
        continue;
      }
      String text = String.join(" ", option.description());
      page.append("| `")
          .append(option.longestName())
          .append(option.arity().max() == 0 ? "" : " " + option.paramLabel().replace("|", "\\|"))
          .append("` | `")
          .append(EnvironmentDefaults.variable(option))
          .append("` | ")
          .append(standard(option, text))
          .append(" | ")
          .append(text.replaceFirst(" ?\\(default: [^)]*\\)", "").replace("|", "\\|"))
          .append(" |\n");
    }
  }

  private static String standard(OptionSpec option, String text) {
    if (option.defaultValue() != null) {
      return "`" + option.defaultValue() + "`";
    }
    int from = text.indexOf("(default: ");
    return from < 0
        ? (option.required() ? "required" : "")
        : text.substring(from + 10, text.indexOf(')', from));
  }
}
