package ceres.chat.docs;

import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** The guide, with its headings as contents. Pure. */
final class GuidePage {
  private static final Pattern HEADING = Pattern.compile("<h2 id=\"([^\"]+)\">(.*?)</h2>");

  private GuidePage() {}

  static String html(String guide, Markdown markdown) {
    String main = markdown.blocks(guide).replace("<pre>", "<pre tabindex=\"0\">");
    String contents =
        HEADING
            .matcher(main)
            .results()
            .map((MatchResult it) -> "<li>" + Html.link("#" + it.group(1), it.group(2)) + "</li>\n")
            .collect(Collectors.joining("", "<h2>Guide</h2>\n<ul>\n", "</ul>\n"));
    return Html.page("Ceres: a guide for clients", contents, "<article>\n" + main + "</article>\n");
  }
}
