package ceres.chat.core;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class RoomsTest {
  private static final int THREADS = 4;
  private static final int ROUNDS = 50_000;

  private final Rooms rooms =
      new Rooms(
          new Ports(
              ChatConfig.DEFAULTS,
              new FakeLog(),
              new RecordingDelivery(),
              new ManualTime(),
              InstantSource.system()));
  private final Chat chat = new World().chat;
  private final AtomicInteger strayed = new AtomicInteger();

  @Test
  void nothingIsDoneInARoomThatDoesNotExist() {
    AtomicBoolean done = new AtomicBoolean();

    rooms.ifPresent("r", room -> done.set(true));

    assertThat(done).isFalse();
    assertThat(rooms.count()).isZero();
  }

  @Test
  void whoeverComesIntoARoomThatIsJustBeingForgottenIsFoundInItAgain() throws Exception {
    List<CompletableFuture<Void>> work = new ArrayList<>();
    for (int i = 0; i < THREADS; i++) {
      CompletableFuture<Void> done = new CompletableFuture<>();
      work.add(done);
      Thread.ofPlatform()
          .daemon()
          .start(() -> {
            comeAndGo();
            done.complete(null);
          });
    }
    CompletableFuture.allOf(work.toArray(CompletableFuture[]::new)).get(50, TimeUnit.SECONDS);

    assertThat(strayed).hasValue(0);
    assertThat(rooms.count()).isZero();
  }

  private void comeAndGo() {
    String name = Thread.currentThread().getName();
    Connection connection = chat.open(name, World.user(name));
    for (int i = 0; i < ROUNDS; i++) {
      AtomicBoolean found = new AtomicBoolean();
      rooms.in("r", room -> room.resume(connection, connection));
      rooms.ifPresent(
          "r",
          room -> {
            found.set(room.users().contains(connection.user()));
            room.close(connection);
          });
      if (!found.get()) {
        strayed.incrementAndGet();
      }
    }
  }
}
