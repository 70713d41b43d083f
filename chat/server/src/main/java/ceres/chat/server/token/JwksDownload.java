package ceres.chat.server.token;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.nimbusds.jose.util.Resource;
import com.nimbusds.jose.util.ResourceRetriever;
import java.io.IOException;
import java.net.URI;
import java.net.URL;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Fetches a JWK Set by HTTP(S), bounded in size and in time. Redirects are followed, but never from
 * https to http.
 *
 * <p>Thread-safe; blocks its caller.
 */
final class JwksDownload implements ResourceRetriever, AutoCloseable {
  /** The largest set, in bytes: several hundred keys. */
  static final int LARGEST = 256 * 1024;

  private static final Logger LOG = LoggerFactory.getLogger(JwksDownload.class);

  private final HttpClient client;
  private final Duration timeout;

  JwksDownload(Duration timeout) {
    this.timeout = timeout;
    this.client =
        HttpClient.newBuilder()
            .connectTimeout(timeout)
            .followRedirects(HttpClient.Redirect.NORMAL)
            .build();
  }

  @Override
  public Resource retrieveResource(URL url) throws IOException {
    try {
      return fetch(URI.create(url.toString()));
    } catch (IOException e) {
      LOG.warn("The keys at JWKS_URL could not be fetched: {}", e.getMessage());
      throw e;
    }
  }

  private Resource fetch(URI uri) throws IOException {
    HttpRequest request =
        HttpRequest.newBuilder(uri).timeout(timeout).header("Accept", "application/json").build();
    CompletableFuture<HttpResponse<byte[]>> answer =
        client.sendAsync(request, BodyHandlers.limiting(BodyHandlers.ofByteArray(), LARGEST));
    HttpResponse<byte[]> response = await(answer);
    if (response.statusCode() != 200) {
      throw new IOException("the answer was HTTP status " + response.statusCode());
    }
    String type = response.headers().firstValue("Content-Type").orElse("");
    return new Resource(new String(response.body(), UTF_8), type);
  }

  /** A request's own timeout ends at the headers; this one includes the body. */
  private <T> T await(CompletableFuture<T> answer) throws IOException {
    try {
      return answer.get(timeout.toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException e) {
      answer.cancel(true);
      throw new IOException("no complete answer within " + timeout.toMillis() + " ms", e);
    } catch (ExecutionException e) {
      Throwable cause = e.getCause() == null ? e : e.getCause();
      throw new IOException(cause.getMessage() == null ? cause.toString() : cause.getMessage(), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted", e);
    }
  }

  @Override
  public void close() {
    client.shutdownNow();
  }
}
