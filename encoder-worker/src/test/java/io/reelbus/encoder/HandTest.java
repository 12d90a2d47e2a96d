package io.reelbus.encoder;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.reelbus.bus.Delivery;
import io.reelbus.model.AudioFormat;
import io.reelbus.model.ChunkId;
import io.reelbus.model.Codec;
import io.reelbus.model.Cut;
import io.reelbus.model.EncoderConfig;
import io.reelbus.model.Lane;
import io.reelbus.model.MediaException;
import io.reelbus.model.MediaException.Next;
import io.reelbus.model.SliceAccount;
import io.reelbus.model.TimeBase;
import io.reelbus.model.TrackFormat;
import io.reelbus.model.Wire;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Work that hangs, and locks that are lost meanwhile. */
@Timeout(120)
class HandTest {

  private static final Duration STALL = Duration.ofMillis(300);

  private final AtomicInteger renewals = new AtomicInteger();
  private boolean lockLost;

  @Test
  void make_workHangs_isEndedAndFails() {
    try (Hand hand = new Hand("test", STALL)) {
      assertThatThrownBy(() -> hand.make(new Hanging(), cut(), 1, lock()))
          .isInstanceOf(MediaException.class)
          .hasMessage("ended");
    }
  }

  @Test
  void make_workTakesLong_keepsTheLock() {
    CutLock lock = lock();
    try (Hand hand = new Hand("test", Duration.ofMinutes(1))) {
      hand.make(new UntilRenewed(), cut(), 1, lock);
    }
    assertThat(lock.isHeld()).isTrue();
  }

  @Test
  void make_lockIsLost_workGoesOnToItsEnd() {
    lockLost = true;
    CutLock lock = lock();
    try (Hand hand = new Hand("test", Duration.ofMinutes(1))) {
      assertThat(hand.make(new UntilRenewed(), cut(), 1, lock)).isEqualTo(new CutWork.Made(1, 2));
    }
    lock.accept(); // says nothing more
    assertThat(lock.isHeld()).isFalse();
  }

  private CutLock lock() {
    return new CutLock(new Counting());
  }

  private static Cut cut() {
    AudioFormat audio = new AudioFormat(48_000, 1, "mono", "flt", 32, 960, 0, 0, 0);
    TimeBase base = TimeBase.ofRate(48_000);
    return new Cut(
        new ChunkId("r", 0, 0),
        Lane.LIVE,
        List.of(),
        new TrackFormat(
            Wire.RAW, "pcm_f32le", base, null, audio, new byte[0], 0, 0, 0, List.of(), ""),
        new EncoderConfig(Codec.OPUS, false, 0, base, null, audio, 0, true),
        0,
        0,
        0,
        0,
        0,
        1,
        false,
        new SliceAccount(1, 0, 0, 0, List.of()));
  }

  private final class Counting implements Delivery {
    @Override
    public Cut cut() {
      return HandTest.cut();
    }

    @Override
    public int attempt() {
      return 1;
    }

    @Override
    public void accept() {
      if (lockLost) {
        throw new MediaException(LOCK_LOST, Next.RETRY, "lost");
      }
    }

    @Override
    public void release() {}

    @Override
    public void postpone() {}

    @Override
    public void reject() {}

    @Override
    public void renew() {
      renewals.incrementAndGet();
      accept();
    }
  }

  private static final class Hanging extends FakeWork {
    private final CountDownLatch aborted = new CountDownLatch(1);

    @Override
    public Made make(Cut cut, int attempt, Runnable progress) {
      try {
        aborted.await();
      } catch (InterruptedException e) {
        throw new IllegalStateException(e);
      }
      throw new MediaException("EncodingError", Next.QUARANTINE, "ended");
    }

    @Override
    public boolean abort() {
      aborted.countDown();
      return true;
    }
  }

  /** Work that lasts until the lock was renewed, or its loss was seen. */
  private final class UntilRenewed extends FakeWork {
    @Override
    public Made make(Cut cut, int attempt, Runnable progress) {
      while (renewals.get() == 0) {
        progress.run();
        Thread.onSpinWait();
      }
      return new Made(1, 2);
    }
  }
}
