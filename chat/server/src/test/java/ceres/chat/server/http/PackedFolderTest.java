package ceres.chat.server.http;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import ceres.testing.wire.RawHttp;
import java.io.OutputStream;
import java.net.URI;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** On the folder {@code META-INF/ceres/folder} of the tests, at {@code /} and at {@code /more/}. */
class PackedFolderTest {
  private static final String FOLDER = "META-INF/ceres/folder";
  private static final String INDEX = "<!doctype html><title>An index</title>\n";

  private static HttpServerOfTests server;

  @BeforeAll
  static void start() throws Exception {
    PackedFolder more = new PackedFolder("/more/", FOLDER, Map.of());
    PackedFolder none = new PackedFolder("/none/", "META-INF/ceres/nothing", Map.of());
    PackedFolder top = new PackedFolder("/", FOLDER, Map.of("X-More", "yes"));
    server = new HttpServerOfTests(more.or(none).or(top));
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  @ParameterizedTest
  @ValueSource(strings = {"/", "/?a=b", "/index.html", "/more", "/more/"})
  void the_index_is_at_the_path_itself(String target) throws Exception {
    RawHttp.Answer answer = server.get(target);
    assertThat(answer.brief()).isEqualTo("200 " + INDEX);
    assertThat(answer.headers())
        .containsEntry("content-type", "text/html; charset=utf-8")
        .containsEntry("cache-control", "no-cache")
        .containsKey("etag");
  }

  @ParameterizedTest
  @CsvSource({
    "/assets/index-1a2b3c.js,text/javascript; charset=utf-8",
    "/assets/index-4d5e6f.css,text/css; charset=utf-8",
    "/icon.svg,image/svg+xml",
    "/manifest.webmanifest,application/manifest+json; charset=utf-8",
    "/other,application/octet-stream"
  })
  void a_file_is_at_its_name_with_its_type(String target, String type) throws Exception {
    RawHttp.Answer answer = server.get(target);
    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.headers()).containsEntry("content-type", type).containsEntry("x-more", "yes");
  }

  @Test
  void what_is_named_by_its_content_is_kept_for_ever() throws Exception {
    assertThat(server.get("/assets/index-1a2b3c.js").header("cache-control"))
        .isEqualTo("public, max-age=31536000, immutable");
    assertThat(server.get("/icon.svg").header("cache-control")).isEqualTo("no-cache");
  }

  @Test
  void who_has_the_content_is_told_so() throws Exception {
    String etag = server.get("/").header("etag");
    assertThat(etag)
        .matches("\"[0-9a-f]{24}\"")
        .isNotEqualTo(server.get("/icon.svg").header("etag"));
    assertThat(server.get("/", "If-None-Match: " + etag).brief()).isEqualTo("304 ");
  }

  @Test
  void a_large_file_is_sent_compressed_to_who_accepts_that() throws Exception {
    RawHttp.Answer answer = server.get("/assets/index-1a2b3c.js", "Accept-Encoding: gzip, br");
    assertThat(answer.header("content-encoding")).isEqualTo("gzip");
    assertThat(answer.body()).isEqualTo(server.get("/assets/index-1a2b3c.js").body());
  }

  @Test
  void head_has_no_body_and_any_other_method_is_405() throws Exception {
    try (RawHttp http = server.http()) {
      RawHttp.Answer head = http.request("HEAD", "/").answer(false);
      assertThat(head.status()).isEqualTo(200);
      assertThat(head.header("content-length")).isEqualTo(String.valueOf(INDEX.length()));
      assertThat(http.post("/", "x").answer().status()).isEqualTo(405);
      assertThat(http.get("/").answer().brief()).isEqualTo("200 " + INDEX);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/nothing",
        "/assets",
        "/assets/",
        "/assets/..",
        "/assets/../index.html",
        "/assets/%2e%2e/index.html",
        "/assets/..%2findex.html",
        "/../ceres/folder/index.html",
        "/%2e%2e/%2e%2e/ceres-version.properties",
        "//index.html",
        "/./index.html",
        "/index.html/",
        "/index.html%00",
        "/INDEX.HTML",
        "/more/../index.html",
        "/moreindex.html",
        "/none",
        "/none/",
        "/none/index.html"
      })
  void nothing_else_is_there(String target) throws Exception {
    assertThat(server.get(target).brief()).isEqualTo("404 Not Found");
  }

  @Test
  void a_folder_that_was_not_packed_does_not_exist() {
    assertThat(PackedFolder.exists(FOLDER)).isTrue();
    assertThat(PackedFolder.exists("META-INF/ceres/nothing")).isFalse();
  }

  @Test
  void a_folder_in_a_jar_is_read_without_what_is_beside_it(@TempDir Path temporary)
      throws Exception {
    Path jar = temporary.resolve("a jar.jar");
    try (OutputStream file = Files.newOutputStream(jar);
        JarOutputStream out = new JarOutputStream(file)) {
      for (String name :
          new String[] {
            "META-INF/page/",
            "META-INF/page/index.html",
            "META-INF/page/assets/",
            "META-INF/page/assets/a.js",
            "META-INF/page2/b.js",
            "c.js"
          }) {
        out.putNextEntry(new JarEntry(name));
        if (!name.endsWith("/")) {
          out.write(name.getBytes(UTF_8));
        }
        out.closeEntry();
      }
    }
    URL index = URI.create("jar:" + jar.toUri() + "!/META-INF/page/index.html").toURL();
    Map<String, byte[]> files = PackedFiles.beside(index);
    assertThat(files).containsOnlyKeys("index.html", "assets/a.js");
    assertThat(files.get("assets/a.js")).asString().isEqualTo("META-INF/page/assets/a.js");
  }
}
