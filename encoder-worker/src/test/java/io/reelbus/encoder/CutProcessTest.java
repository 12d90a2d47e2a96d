package io.reelbus.encoder;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class CutProcessTest {

  @Test
  void start_workerIsKilledBeforeItSaysAnything_ends() throws IOException, InterruptedException {
    Process process = new CutProcessLaunch(CutProcess.class).start();
    try {
      process.getOutputStream().close();

      assertThat(process.waitFor(1, TimeUnit.MINUTES)).isTrue();
    } finally {
      process.destroyForcibly();
    }
  }
}
