package ceres.chat.server.page;

import static java.nio.charset.StandardCharsets.UTF_8;

import ceres.chat.server.config.PageConfig;
import ceres.chat.server.http.PackedFolder;
import ceres.chat.server.http.SecurityHeaders;
import ceres.chat.server.http.StaticFile;
import ceres.chat.server.token.TokenMint;
import ceres.engineio.server.HttpAnswer;
import ceres.engineio.server.HttpFile;
import ceres.engineio.server.HttpResources;
import ceres.engineio.server.ResourceRequest;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

/**
 * The page to chat on, at {@code /}, with what it asks for over HTTP ({@code docs/page.md}): {@code
 * /page/config.json}, and {@code /page/sign-in} in the trial mode.
 *
 * <p>Immutable; thread-safe.
 */
public final class ChatPage implements HttpResources {
  private static final String FOLDER = "META-INF/ceres/page";

  private final HttpFile config;
  private final @Nullable TrialSignIn signIn;
  private final HttpResources files;

  /**
   * The page.
   *
   * @param version of the server
   * @param mint makes the tokens of who signs in for a trial; null: there is no signing in
   */
  public ChatPage(PageConfig page, String version, @Nullable TokenMint mint) {
    Map<String, String> headers = SecurityHeaders.of(page.tokenOrigins());
    config = StaticFile.of("config.json", config(page.tokenOrigins(), version, mint), headers);
    signIn = mint == null ? null : new TrialSignIn(mint);
    files = new PackedFolder("/", FOLDER, headers);
  }

  /** Whether the server was built with the files of the page. */
  public static boolean isPacked() {
    return PackedFolder.exists(FOLDER);
  }

  @Override
  public @Nullable HttpAnswer answer(ResourceRequest request) {
    return switch (request.path()) {
      case "/page/config.json" -> config.answer(request);
      case "/page/sign-in" -> signIn == null ? null : signIn.answer(request);
      default -> files.answer(request);
    };
  }

  private static byte[] config(List<String> origins, String version, @Nullable TokenMint mint) {
    Map<String, Object> config = new LinkedHashMap<>();
    config.put("signIn", mint == null ? "token" : "trial");
    config.put("tokenOrigins", origins);
    config.put("version", version);
    return JsonMapper.shared().writeValueAsString(config).getBytes(UTF_8);
  }
}
