package ceres.chat.docs;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Writes the pages; run by the build. */
public final class DocsBuild {
  private DocsBuild() {}

  /**
   * Writes {@code index.html}, the reference, and {@code clients.html}, the guide.
   *
   * @param args the folder with {@code asyncapi.yaml} and {@code clients.md}; the folder to write
   *     to
   */
  public static void main(String[] args) throws IOException {
    Path sources = Path.of(args[0]);
    Path pages = Files.createDirectories(Path.of(args[1]));
    ApiDocument api = ApiDocument.read(sources.resolve("asyncapi.yaml"));
    Markdown markdown = new Markdown();
    Files.writeString(pages.resolve("index.html"), new ReferencePage(api, markdown).html());
    String guide = Files.readString(sources.resolve("clients.md"));
    Files.writeString(pages.resolve("clients.html"), GuidePage.html(guide, markdown));
  }
}
