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
    long left = account.captured() - account.lost();
    SliceAccount lost = with(account, new Loss(cause, left, account.fromUs(), account.toUs(), why));
    return new Chunk(cut.id(), null, List.of(), 0, cut.last(), lost, worker, attempt, cut.tape());
  }

  /** The chunk, which says that its first moments, from before a pause, are silent. */
  static Chunk beforePause(Chunk chunk) {
    SliceAccount account = chunk.account();
    Loss loss =
        new Loss(
            LossCause.TAPE_EXPIRED,
            0,
            account.fromUs(),
            account.fromUs(),
            "the last moment before the pause; the pause outlasted the tape");
    return new Chunk(
        chunk.id(),
        chunk.format(),
        chunk.packets(),
        chunk.units(),
        chunk.last(),
        with(account, loss),
        chunk.worker(),
        chunk.attempt(),
        chunk.tape());
  }

  private static SliceAccount with(SliceAccount account, Loss loss) {
    List<Loss> losses = new ArrayList<>(account.losses());
    losses.add(loss);
    return account.with(losses);
  }
}
