package ceres.chat.docs;

import java.util.List;
import java.util.Map;
import org.commonmark.Extension;
import org.commonmark.ext.gfm.tables.TablesExtension;
import org.commonmark.ext.heading.anchor.HeadingAnchorExtension;
import org.commonmark.node.Link;
import org.commonmark.node.Node;
import org.commonmark.parser.Parser;
import org.commonmark.renderer.html.HtmlRenderer;

/** Markdown to HTML. Thread-safe, because its parts are immutable. */
final class Markdown {
  private static final List<Extension> EXTENSIONS =
      List.of(TablesExtension.create(), HeadingAnchorExtension.create());
  private static final String REFERENCE = "protocol.md";
  private static final String FOLDER = "../docs/";

  private final Parser parser = Parser.builder().extensions(EXTENSIONS).build();
  private final HtmlRenderer renderer =
      HtmlRenderer.builder()
          .extensions(EXTENSIONS)
          .escapeHtml(true)
          .attributeProviderFactory(_ -> Markdown::adapt)
          .build();

  /** Whole paragraphs. */
  String blocks(String markdown) {
    return renderer.render(parser.parse(markdown));
  }

  /** One paragraph, without its element. */
  String inline(String markdown) {
    String html = blocks(markdown).strip();
    return html.startsWith("<p>") && html.endsWith("</p>")
        ? html.substring("<p>".length(), html.length() - "</p>".length())
        : html;
  }

  /**
   * The files beside the paper are served in one folder, where the events are on its first page.
   */
  private static void adapt(Node node, String element, Map<String, String> attributes) {
    String target = attributes.get("href");
    if (node instanceof Link
        && target != null
        && !target.contains("://")
        && !target.startsWith("#")) {
      String file = target.startsWith(REFERENCE) ? target.substring(REFERENCE.length()) : target;
      attributes.put("href", FOLDER + file);
    }
  }
}
