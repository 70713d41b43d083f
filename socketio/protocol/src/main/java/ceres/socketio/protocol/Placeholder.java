package ceres.socketio.protocol;

import java.util.List;
import java.util.ListIterator;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Where an attachment belongs: {@code {"_placeholder":true,"num":0}}. The reader leaves these in
 * the values of a packet whose attachments are still to come.
 */
record Placeholder(int num) {
  static final String MARK = "_placeholder";
  static final String NUM = "num";

  /**
   * Puts the attachments where their placeholders are.
   *
   * @return the value itself, changed, or the attachment if it was a placeholder
   */
  static @Nullable Object fill(@Nullable Object value, List<byte[]> attachments) {
    if (value instanceof Placeholder placeholder) {
      return attachments.get(placeholder.num);
    }
    if (value instanceof List<?>) {
      ListIterator<@Nullable Object> items = Values.list(value).listIterator();
      while (items.hasNext()) {
        items.set(fill(items.next(), attachments));
      }
    } else if (value instanceof Map<?, ?>) {
      for (Map.Entry<String, @Nullable Object> entry : Values.map(value).entrySet()) {
        entry.setValue(fill(entry.getValue(), attachments));
      }
    }
    return value;
  }
}
