package ceres.chat.server;

import static org.assertj.core.api.Assertions.assertThat;

import ceres.engineio.server.ConnectionLimits;
import org.junit.jupiter.api.Test;

class OpenFilesTest {
  private static final ConnectionLimits TEN_THOUSAND =
      ConnectionLimits.DEFAULTS.withConnections(10_000, 7);

  @Test
  void clientsLeaveTheServerWhatItNeedsItself() {
    assertThat(new OpenFiles(1_024, 100).connections()).isEqualTo(732);
    assertThat(new OpenFiles(65_536, 100).connections()).isEqualTo(65_244);
  }

  @Test
  void theyGetHalfOfWhatIsLeftWhereThatIsVeryLittle() {
    assertThat(new OpenFiles(256, 156).connections()).isEqualTo(50);
    assertThat(new OpenFiles(256, 256).connections()).isEqualTo(1);
  }

  @Test
  void aLimitThatThereIsRoomForStaysAsItIs() {
    assertThat(new OpenFiles(65_536, 100).limit(TEN_THOUSAND)).isEqualTo(TEN_THOUSAND);
    assertThat(new OpenFiles(Integer.MAX_VALUE, 0).limit(TEN_THOUSAND)).isEqualTo(TEN_THOUSAND);
  }

  @Test
  void aLimitThatThereIsNoRoomForIsLowered() {
    assertThat(new OpenFiles(1_024, 100).limit(TEN_THOUSAND))
        .isEqualTo(TEN_THOUSAND.withConnections(732, 7));
  }

  @Test
  void anyNumberOfConnectionsIsAsManyAsThereIsRoomFor() {
    assertThat(new OpenFiles(1_024, 100).limit(ConnectionLimits.DEFAULTS).maxConnections())
        .isEqualTo(732);
  }
}
