package ceres.socketio.server;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/** Between the JSON values of packets and the types of applications. */
final class JsonValues {
  private static final JsonMapper MAPPER = JsonMapper.builder().build();

  private JsonValues() {}

  static List<@Nullable Object> fromAll(@Nullable Object[] args) {
    List<@Nullable Object> values = new ArrayList<>(args.length);
    for (Object arg : args) {
      values.add(from(arg));
    }
    return Collections.unmodifiableList(values);
  }

  /** The JSON value of anything; binary stays {@code byte[]}. */
  static @Nullable Object from(@Nullable Object any) {
    return switch (any) {
      case null -> null;
      case String _, Boolean _, Long _, Integer _, Double _, BigInteger _, byte[] _ -> any;
      case Short _, Byte _ -> ((Number) any).intValue();
      case Float _, BigDecimal _ -> Double.valueOf(any.toString());
      case Map<?, ?> map -> {
        Map<String, @Nullable Object> values = LinkedHashMap.newLinkedHashMap(map.size());
        map.forEach((key, value) -> values.put(String.valueOf(key), from(value)));
        yield values;
      }
      case Collection<?> list -> fromAll(list.toArray());
      case Object[] array -> fromAll(array);
      default -> plain(convert(any));
    };
  }

  private static @Nullable Object convert(Object any) {
    try {
      return MAPPER.convertValue(any, Object.class);
    } catch (JacksonException e) {
      throw new IllegalArgumentException("no JSON can be made of " + any.getClass().getName(), e);
    }
  }

  /** What Jackson made has plain types only, but for some numbers. */
  private static @Nullable Object plain(@Nullable Object converted) {
    return switch (converted) {
      case Map<?, ?> _, Collection<?> _, Number _ -> from(converted);
      case null, default -> converted;
    };
  }

  static <T> T toType(@Nullable Object value, Class<T> type) {
    if (type.isInstance(value)) {
      return type.cast(value);
    }
    T converted;
    try {
      converted = MAPPER.convertValue(value, type);
    } catch (JacksonException e) {
      throw new IllegalArgumentException("the argument is no " + type.getSimpleName(), e);
    }
    if (converted == null) {
      throw new IllegalArgumentException("the argument is absent");
    }
    return converted;
  }
}
