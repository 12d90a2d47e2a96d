package io.reelbus.encoder;

import io.reelbus.model.Chunk;
import io.reelbus.model.Cut;
import io.reelbus.model.Loss;
import io.reelbus.model.LossCause;
import io.reelbus.model.SliceAccount;
import java.util.ArrayList;
import java.util.List;

/** Chunks that say what is missing. */
final class Gaps {

  private Gaps() {}

  /** A chunk without packets that names everything captured in the cut's slice as lost (I1). */
  static Chunk chunk(Cut cut, LossCause cause, String why, String worker, int attempt) {
    SliceAccount account = cut.account();
    List<Loss> losses = new ArrayList<>(account.losses());
    losses.add(
        new Loss(
            cause, account.captured() - account.lost(), account.fromUs(), account.toUs(), why));
    SliceAccount lost =
        new SliceAccount(
            account.captured(), account.fromUs(), account.toUs(), account.capturedAtUs(), losses);
    return new Chunk(cut.id(), null, List.of(), 0, cut.last(), lost, worker, attempt);
  }
}
