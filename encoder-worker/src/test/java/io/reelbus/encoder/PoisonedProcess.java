package io.reelbus.encoder;

import java.io.IOException;

/** A process for cuts that crashes at one of them. */
final class PoisonedProcess {

  private PoisonedProcess() {}

  public static void main(String[] args) throws IOException, InterruptedException {
    CutProcess.run(Poison::new);
  }
}
