package ceres.chat.server.token;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KeptSecretTest {
  @TempDir Path folder;

  @Test
  void isMadeOnceAndKept() throws IOException {
    Secret first = new KeptSecret(folder).readOrCreate();
    assertThat(new KeptSecret(folder).readOrCreate()).isEqualTo(first);
    assertThat(Secret.of(Files.readString(folder.resolve("jwt-secret")).strip())).isEqualTo(first);
  }

  @Test
  void isReadableByItsOwnerOnly() throws IOException {
    new KeptSecret(folder).readOrCreate();
    assertThat(Files.getPosixFilePermissions(folder.resolve("jwt-secret")))
        .isEqualTo(PosixFilePermissions.fromString("rw-------"));
  }

  @Test
  void createsItsFolder() throws IOException {
    assertThat(new KeptSecret(folder.resolve("a/b")).readOrCreate()).isNotNull();
  }

  @Test
  void isTheSameForAllWhoStartAtOnce() throws Exception {
    Set<String> texts = new HashSet<>();
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<Secret>> secrets =
          Stream.generate(() -> threads.submit(() -> new KeptSecret(folder).readOrCreate()))
              .limit(16)
              .toList();
      Secret first = secrets.getFirst().get();
      for (Future<Secret> secret : secrets) {
        assertThat(secret.get()).isEqualTo(first);
      }
    }
    try (Stream<Path> files = Files.list(folder)) {
      files.forEach(file -> texts.add(String.valueOf(file.getFileName())));
    }
    assertThat(texts).containsExactly("jwt-secret");
  }

  @Test
  void aFileThatHoldsNoSecretIsNotOverwritten() throws IOException {
    Files.writeString(folder.resolve("jwt-secret"), "short");
    assertThatThrownBy(() -> new KeptSecret(folder).readOrCreate())
        .isInstanceOf(FileSystemException.class)
        .hasMessageContaining("it holds no secret of at least 32 bytes");
    assertThat(folder.resolve("jwt-secret")).hasContent("short");
  }
}
