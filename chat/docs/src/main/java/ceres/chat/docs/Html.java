package ceres.chat.docs;

/** Pieces of HTML. Pure. */
final class Html {
  private Html() {}

  /** Text as it may stand in an element or an attribute. */
  static String escape(String text) {
    return text.replace("&", "&amp;")
        .replace("<", "&lt;")
        .replace(">", "&gt;")
        .replace("\"", "&quot;");
  }

  static String code(String text) {
    return "<code>" + escape(text) + "</code>";
  }

  static String link(String target, String html) {
    return "<a href=\"" + escape(target) + "\">" + html + "</a>";
  }

  /** A heading that one can point at. */
  static String heading(int level, String id, String html) {
    return "<h%d id=\"%s\"><a class=\"anchor\" href=\"#%s\">%s</a></h%d>\n"
        .formatted(level, id, id, html, level);
  }

  /**
   * A whole page, whose address has a slash at its end, or has none: links say where they are from.
   *
   * @param title for the tab
   * @param contents the table of contents
   * @param main what the page is about
   */
  static String page(String title, String contents, String main) {
    return """
    <!doctype html>
    <html lang="en">
    <head>
    <meta charset="utf-8">
    <meta name="viewport" content="width=device-width, initial-scale=1">
    <meta name="color-scheme" content="light dark">
    <title>%s</title>
    <link rel="stylesheet" href="../docs/docs.css">
    </head>
    <body>
    <a class="skip" href="#main">Skip to the text</a>
    <header>
    <a class="brand" href="../docs/">Ceres <span>for developers of clients</span></a>
    <nav aria-label="Documents">
    <a href="../docs/">Reference</a>
    <a href="../docs/clients.html">Guide</a>
    <a href="../docs/asyncapi.yaml">AsyncAPI</a>
    <a href="../docs/ceres-events.d.ts">TypeScript</a>
    </nav>
    </header>
    <div class="page">
    <nav class="contents" aria-label="Contents">
    %s</nav>
    <main id="main">
    %s</main>
    </div>
    </body>
    </html>
    """
        .formatted(escape(title), contents, main);
  }
}
