package ceres.chat.docs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The pages as the build has made them. */
class PagesTest {
  private static final Pattern ID = Pattern.compile(" id=\"([^\"]+)\"");
  private static final Pattern LINK = Pattern.compile("<a [^>]*href=\"([^\"]+)\"");
  private static final Pattern LOADED =
      Pattern.compile("<(?:link|img)[^>]* (?:href|src)=\"([^\"]+)\"");
  private static final Pattern INLINE =
      Pattern.compile("<script|<style|<[^>]+ (style|on[a-z]+)=|javascript:");

  @ParameterizedTest
  @ValueSource(
      strings = {
        "connect",
        "join_room",
        "leave_room",
        "send_message",
        "typing_start",
        "typing_stop",
        "fetch_history",
        "get_presence",
        "refresh_token",
        "room_history",
        "new_message",
        "user_joined",
        "user_left",
        "user_typing",
        "user_stopped_typing",
        "error",
        "errors",
        "error-NOT_SAVED",
        "type-Message"
      })
  void the_reference_has_an_anchor_for_it(String anchor) throws IOException {
    assertThat(found(ID, read("index.html"))).containsOnlyOnce(anchor);
  }

  @Test
  void an_event_is_shown_with_its_fields_its_answer_its_errors_and_examples() throws IOException {
    String page = read("index.html");
    String section =
        page.substring(page.indexOf("id=\"send_message\""), page.indexOf("id=\"typing_start\""));
    assertThat(section)
        .contains("<code>clientId</code> <span class=\"type\">string | null</span>")
        .contains("<a href=\"#type-RoomId\">RoomId</a>")
        .contains("Acknowledgement: Sent")
        .contains("<a href=\"#error-NOT_SAVED\"><code>NOT_SAVED</code></a>")
        .contains("await socket.emitWithAck(<span class=\"string\">'send_message'</span>, {")
        .contains("<span class=\"string\">&quot;This asteroid has a high risk score!&quot;</span>");
  }

  @ParameterizedTest
  @ValueSource(strings = {"index.html", "clients.html"})
  void every_link_leads_somewhere(String name) throws IOException {
    String page = read(name);
    List<String> ids = found(ID, page);
    assertThat(ids).doesNotHaveDuplicates();
    assertThat(found(LINK, page))
        .isNotEmpty()
        .filteredOn(link -> !link.startsWith("https://"))
        .allSatisfy(link -> {
          String file = link.replaceFirst("#.*", "");
          String content =
              read(
                  switch (file) {
                    case "" -> name;
                    case "../docs/" -> "index.html";
                    default -> file.substring("../docs/".length());
                  });
          if (link.contains("#")) {
            assertThat(found(ID, content)).contains(link.replaceFirst(".*#", ""));
          }
        });
  }

  @ParameterizedTest
  @ValueSource(strings = {"index.html", "clients.html"})
  void nothing_is_inline_and_nothing_comes_from_elsewhere(String name) throws IOException {
    String page = read(name);
    assertThat(INLINE.matcher(page).find()).isFalse();
    assertThat(found(LOADED, page)).containsExactly("../docs/docs.css");
    assertThat(read("docs.css")).doesNotContain("url(", "@import");
  }

  @Test
  void the_documents_are_beside_the_pages() throws IOException {
    assertThat(read("asyncapi.yaml")).startsWith("asyncapi: 3.");
    assertThat(read("ceres-events.d.ts")).contains("export interface ServerToClientEvents {");
  }

  private static List<String> found(Pattern pattern, String text) {
    Stream<MatchResult> results = pattern.matcher(text).results();
    return results.map(it -> it.group(1)).toList();
  }

  private static String read(String name) throws IOException {
    try (InputStream in = DocsBuild.class.getResourceAsStream("/META-INF/ceres/docs/" + name)) {
      assertThat(in).as(name).isNotNull();
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
  }
}
