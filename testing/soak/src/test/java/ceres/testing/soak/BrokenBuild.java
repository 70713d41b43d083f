package ceres.testing.soak;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import javax.tools.JavaCompiler;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;

/**
 * A server with a mistake in it: one of its classes is compiled from a copy of its source with
 * another text, and found before the right one.
 *
 * @param source the file, from the project's folder
 * @param text of it, which it has once
 * @param instead what the copy has there
 */
record BrokenBuild(String source, String text, String instead) {
  /** The options of a JVM with the mistake. */
  List<String> compile(Path folder) throws IOException {
    Path file = root().resolve(source);
    String good = Files.readString(file);
    assertThat(good.split(java.util.regex.Pattern.quote(text), -1))
        .as("the text to be replaced in " + source)
        .hasSize(2);
    Path copy = folder.resolve("source").resolve(file.getFileName());
    Path classes = folder.resolve("classes");
    Files.createDirectories(copy.resolveSibling("."));
    Files.createDirectories(classes);
    Files.writeString(copy, good.replace(text, instead));
    JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
    StringWriter said = new StringWriter();
    String classPath = System.getProperty("java.class.path");
    try (StandardJavaFileManager files = compiler.getStandardFileManager(null, null, null)) {
      boolean compiles =
          compiler
              .getTask(
                  said,
                  files,
                  null,
                  List.of("-proc:none", "-nowarn", "-d", classes.toString(), "-cp", classPath),
                  null,
                  files.getJavaFileObjects(copy))
              .call();
      assertThat(compiles).as(said.toString()).isTrue();
    }
    return List.of("-cp", classes + java.io.File.pathSeparator + classPath);
  }

  private static Path root() {
    Path folder = Path.of("").toAbsolutePath();
    while (!Files.exists(folder.resolve("run"))) {
      folder = java.util.Objects.requireNonNull(folder.getParent(), "no folder with ./run above");
    }
    return folder;
  }
}
