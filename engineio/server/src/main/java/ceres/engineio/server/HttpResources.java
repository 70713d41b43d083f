package ceres.engineio.server;

import org.jspecify.annotations.Nullable;

/**
 * What an application answers to HTTP requests that are not Engine.IO's, from memory.
 *
 * <p>Must be thread-safe.
 */
@FunctionalInterface
public interface HttpResources {

  /** Nothing at all. */
  HttpResources NONE = request -> null;

  /**
   * The answer to a request. Called on an event loop, so it must not block. If it throws, the
   * client reads 500.
   *
   * @return null if there is nothing at this path
   */
  @Nullable HttpAnswer answer(ResourceRequest request);

  /** These, and others where these have nothing. */
  default HttpResources or(HttpResources others) {
    return request -> {
      HttpAnswer answer = answer(request);
      return answer == null ? others.answer(request) : answer;
    };
  }
}
