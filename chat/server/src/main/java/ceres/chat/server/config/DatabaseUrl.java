package ceres.chat.server.config;

/**
 * The address of a database, which holds a password: its {@code toString} never shows that.
 *
 * <p>Immutable.
 */
public final class DatabaseUrl {
  private final String value;

  DatabaseUrl(String value) {
    this.value = value;
  }

  /** All of it, password included. */
  public String value() {
    return value;
  }

  /** Hosts, ports and database: {@code db.example.org:5432/app}. */
  public String shown() {
    String rest = value.substring(value.indexOf("://") + 3);
    int query = rest.indexOf('?');
    String address = query < 0 ? rest : rest.substring(0, query);
    return address.substring(address.lastIndexOf('@') + 1);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof DatabaseUrl that && value.equals(that.value);
  }

  @Override
  public int hashCode() {
    return value.hashCode();
  }

  @Override
  public String toString() {
    return shown();
  }
}
