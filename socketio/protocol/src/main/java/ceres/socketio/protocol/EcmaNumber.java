package ceres.socketio.protocol;

/**
 * {@code Number::toString} of ECMAScript, section 6.1.6.1.20: the shortest digits that are still
 * this number, with an exponent only from 1e21 up and below 1e-6. NaN and the infinities are {@code
 * null}, as JSON has no other word for them.
 */
final class EcmaNumber {
  /** Up to here every whole number is its own shortest form. */
  private static final double SAFE = 1L << 53;

  private EcmaNumber() {}

  static void append(double number, StringBuilder out) {
    if (Math.abs(number) <= SAFE && number == (long) number) {
      out.append((long) number);
    } else if (!Double.isFinite(number)) {
      out.append("null");
    } else {
      if (number < 0) {
        out.append('-');
      }
      positive(Math.abs(number), out);
    }
  }

  /**
   * Takes the digits from Java's form, which is {@code d.ddd} or {@code d.dddE-x}. Java never looks
   * for fewer than two digits, though one may do: its 4.9E-324 is 5e-324 in JavaScript.
   */
  private static void positive(double number, StringBuilder out) {
    String java = Double.toString(number);
    int e = java.indexOf('E');
    String decimal = e < 0 ? java : java.substring(0, e);
    int exponent = e < 0 ? 0 : Integer.parseInt(java, e + 1, java.length(), 10);
    int dot = decimal.indexOf('.');
    String all = decimal.substring(0, dot) + decimal.substring(dot + 1);
    int first = 0;
    while (all.charAt(first) == '0') {
      first++;
    }
    int last = all.length();
    while (all.charAt(last - 1) == '0') {
      last--;
    }
    String digits = all.substring(first, last);
    int point = dot - first + exponent;
    int rounded = digits.length() == 2 ? Math.round(Integer.parseInt(digits) / 10f) : 0;
    if (rounded > 0 && Double.parseDouble(rounded + "E" + (point - 1)) == number) {
      layout(
          rounded == 10 ? "1" : Integer.toString(rounded), rounded == 10 ? point + 1 : point, out);
    } else {
      layout(digits, point, out);
    }
  }

  /** Writes {@code 0.digits × 10^point}. */
  private static void layout(String digits, int point, StringBuilder out) {
    int length = digits.length();
    if (point > 21 || point <= -6) {
      out.append(digits.charAt(0));
      if (length > 1) {
        out.append('.').append(digits, 1, length);
      }
      out.append(point > 0 ? "e+" : "e-").append(Math.abs(point - 1));
    } else if (point <= 0) {
      out.append("0.").repeat('0', -point).append(digits);
    } else if (length <= point) {
      out.append(digits).repeat('0', point - length);
    } else {
      out.append(digits, 0, point).append('.').append(digits, point, length);
    }
  }
}
