package ceres.testing.soak.check;

import ceres.testing.soak.ledger.Entry.Sent;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** All that was sent, by its text. Confined to its {@link Checker}. */
final class Sendings {
  private final Map<String, List<@Nullable Sending>> bySender = new HashMap<>();

  /** Somebody sends; null if the text is not one of theirs. */
  @Nullable Sending sent(Sent sent) {
    int number = number(sent.text());
    if (number < 0 || !sender(sent.text()).equals(sent.who())) {
      return null;
    }
    List<@Nullable Sending> all = bySender.computeIfAbsent(sent.who(), _ -> new ArrayList<>());
    while (all.size() <= number) {
      all.add(null);
    }
    Sending sending = all.get(number);
    if (sending == null) {
      sending = new Sending(sent.text(), sent.room(), sent.at());
      all.set(number, sending);
    }
    return sending;
  }

  /** What was sent with this text; null: nothing. */
  @Nullable Sending find(String text) {
    int number = number(text);
    List<@Nullable Sending> all = number < 0 ? null : bySender.get(sender(text));
    return all == null || number >= all.size() ? null : all.get(number);
  }

  Stream<Sending> all() {
    return bySender.values().stream().flatMap(Collection::stream).flatMap(Stream::ofNullable);
  }

  /** Who has sent a text, or would have. */
  static String sender(String text) {
    int space = text.indexOf(' ');
    return space < 0 ? "" : text.substring(0, space);
  }

  /** Which of its sender's a text is; -1 if it is none. */
  static int number(String text) {
    String digits = text.substring(text.indexOf(' ') + 1);
    return text.indexOf(' ') > 0 && digits.matches("\\d{1,8}") ? Integer.parseInt(digits) : -1;
  }
}
