package ceres.chat.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DatabaseUrlTest {
  private static DatabaseAddress parse(String url) {
    return DatabaseAddress.parse(url);
  }

  @ParameterizedTest
  @CsvSource({
    "postgresql://ann:pw@db.example:6543/chat, 'postgresql://ann@db.example:6543/chat'",
    "postgres://ann@db.example/chat, 'postgresql://ann@db.example:5432/chat'",
    "postgresql://ann@[::1]:6000/chat, 'postgresql://ann@[::1]:6000/chat'",
    "postgresql://ann@[fe80::1]/chat, 'postgresql://ann@[fe80::1]:5432/chat'",
    "postgresql://ann@/chat, 'postgresql://ann@localhost:5432/chat'",
    "postgresql://ann@h, 'postgresql://ann@h:5432/ann'",
    "postgresql://ann@h/?dbname=chat&port=7000, 'postgresql://ann@h:7000/chat'",
    "'postgresql://ann@a:1,b:2/chat', 'postgresql://ann@a:1,b:2/chat'",
    "postgresql:///chat?host=h&user=ann, 'postgresql://ann@h:5432/chat'",
    "jdbc:postgresql://h:1234/chat?user=ann&password=pw, 'postgresql://ann@h:1234/chat'",
    "jdbc:postgresql://[::1]/chat?user=ann, 'postgresql://ann@[::1]:5432/chat'",
  })
  void readsWhereTheDatabaseIs(String url, String meaning) {
    assertThat(parse(url)).hasToString(meaning);
  }

  @Test
  void takesTheSystemsUserWhereNoneIsNamed() {
    assertThat(parse("postgresql://h").user()).isEqualTo(System.getProperty("user.name"));
    assertThat(parse("postgresql://h").database()).isEqualTo(System.getProperty("user.name"));
  }

  @Test
  void decodesPercentsAndNothingElse() {
    DatabaseAddress address = parse("postgresql://a%40b:p%2Fw+%3A%C3%A4@h/my%20chat");
    assertThat(address.user()).isEqualTo("a@b");
    assertThat(address.password()).isEqualTo("p/w+:ä");
    assertThat(address.database()).isEqualTo("my chat");
  }

  @Test
  void toleratesAnAtSignInThePassword() {
    DatabaseAddress address = parse("postgresql://ann:p@w@h/chat");
    assertThat(address.password()).isEqualTo("p@w");
    assertThat(address.servers().getFirst().host()).isEqualTo("h");
  }

  @Test
  void translatesParameters() {
    assertThat(
            parse(
                    "postgresql://ann@h/chat?sslmode=no-verify&connect_timeout=3&schema=app"
                        + "&application_name=x%20y&options=-c%20geqo%3Doff&pgbouncer=true"
                        + "&connection_limit=5&target_session_attrs=read-write&whatever=1")
                .properties())
        .isEqualTo(
            Map.of(
                "sslmode", "require",
                "connectTimeout", "3",
                "currentSchema", "app",
                "ApplicationName", "x y",
                "options", "-c geqo=off",
                "prepareThreshold", "0",
                "targetServerType", "primary"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "mysql://ann:secret@h/chat",
        "jdbc:mysql://ann:secret@h/chat",
        "jdbc:postgresql://h:port/chat?password=secret",
        "postgresql://ann:secret@h:port/chat",
        "postgresql://ann:secret@h:0/chat",
        "postgresql://ann:secret@h:65536/chat",
        "postgresql://ann:secret@h/chat?sslmode=secret",
        "postgresql://ann:secret@h/chat?connect_timeout=soon",
        "postgresql://ann:secret@h/chat?secret",
        "postgresql://ann:secret%@h/chat",
        "postgresql://ann:secret%00@h/chat",
        "postgresql://ann:secret%ff@h/chat",
        "postgresql://ann:secret@[::1/chat",
        "postgresql://ann:secret@::1/chat",
        "postgresql://ann:secret@%2Fvar%2Frun/chat",
        "postgresql://ann:sec/ret@h/chat",
        "postgresql://ann:1?secret=2@h/chat",
      })
  void namesTheProblemAndNeverThePassword(String url) {
    assertThatThrownBy(() -> parse(url))
        .isInstanceOf(IllegalArgumentException.class)
        .message()
        .contains("database URL")
        .endsWith(".")
        .doesNotContain("secret")
        .doesNotContain("ret@");
  }

  @Test
  void showsNoPassword() {
    assertThat(DatabaseConfig.of("postgresql://ann:secret@h/chat").toString())
        .contains("ann@h")
        .doesNotContain("secret");
  }
}
