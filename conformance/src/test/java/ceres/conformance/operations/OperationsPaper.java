package ceres.conformance.operations;

import static org.assertj.core.api.Assertions.assertThat;

import ceres.conformance.support.Project;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The blocks of docs/operations.md. */
final class OperationsPaper {
  private static final Pattern BLOCK =
      Pattern.compile("^```(\\w+)\n(.*?)^```", Pattern.DOTALL | Pattern.MULTILINE);

  private OperationsPaper() {}

  /** The blocks of a language below a heading, up to the next one. */
  static List<String> blocks(String heading, String language) {
    String text = Project.read("docs/operations.md");
    int begin = text.indexOf("\n" + heading + "\n");
    assertThat(begin).as(heading).isNotNegative();
    int end = text.indexOf("\n#", begin + heading.length());
    Matcher block = BLOCK.matcher(text.substring(begin, end < 0 ? text.length() : end));
    List<String> found = new ArrayList<>();
    while (block.find()) {
      if (block.group(1).equals(language)) {
        found.add(block.group(2));
      }
    }
    return found;
  }
}
