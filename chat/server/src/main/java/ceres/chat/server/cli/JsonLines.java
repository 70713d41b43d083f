package ceres.chat.server.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.ThrowableProxyUtil;
import ch.qos.logback.core.encoder.EncoderBase;
import java.io.StringWriter;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.slf4j.event.KeyValuePair;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.json.JsonFactory;

/**
 * Writes each event of the log as a JSON object on a line: {@code time} (ISO 8601, UTC), {@code
 * level}, {@code logger}, {@code thread}, {@code message}, what else the event knows, for example
 * {@code connection} and {@code user}, and {@code error} with the stack trace. Stateless.
 */
final class JsonLines extends EncoderBase<ILoggingEvent> {
  private static final byte[] NOTHING = {};
  private static final Set<String> OURS =
      Set.of("time", "level", "logger", "thread", "message", "error");

  private final JsonFactory json = new JsonFactory();

  @Override
  public byte[] headerBytes() {
    return NOTHING;
  }

  @Override
  public byte[] encode(ILoggingEvent event) {
    StringWriter line = new StringWriter(256);
    try (JsonGenerator out = json.createGenerator(ObjectWriteContext.empty(), line)) {
      out.writeStartObject();
      out.writeStringProperty("time", event.getInstant().toString());
      out.writeStringProperty("level", event.getLevel().toString().toLowerCase(Locale.ROOT));
      out.writeStringProperty("logger", event.getLoggerName());
      out.writeStringProperty("thread", event.getThreadName());
      out.writeStringProperty("message", event.getFormattedMessage());
      List<KeyValuePair> more = event.getKeyValuePairs();
      if (more != null) {
        more.stream().filter(pair -> !OURS.contains(pair.key)).forEach(pair -> write(out, pair));
      }
      if (event.getThrowableProxy() != null) {
        out.writeStringProperty("error", ThrowableProxyUtil.asString(event.getThrowableProxy()));
      }
      out.writeEndObject();
    }
    return line.append('\n').toString().getBytes(UTF_8);
  }

  private static void write(JsonGenerator out, KeyValuePair pair) {
    if (pair.value instanceof Long || pair.value instanceof Integer) {
      out.writeNumberProperty(pair.key, ((Number) pair.value).longValue());
    } else {
      out.writeStringProperty(pair.key, String.valueOf(pair.value));
    }
  }

  @Override
  public byte[] footerBytes() {
    return NOTHING;
  }
}
