package io.reelbus.encoder;

/** A process for cuts that crashes at one of them. */
final class PoisonedProcess {

  private PoisonedProcess() {}

  public static void main(String[] args) throws InterruptedException {
    CutProcess.run(Poison::new);
  }
}
