package io.reelbus.agent;

import io.reelbus.ffmpeg.InputPacket;
import io.reelbus.ffmpeg.MediaInput;
import io.reelbus.ffmpeg.MediaInputs;
import io.reelbus.model.MediaException;
import io.reelbus.model.Source;
import io.reelbus.model.TimeBase;
import io.reelbus.model.TrackFormat;
import io.reelbus.model.Wire;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;

/**
 * A source that is open: reads it, paces it, decodes it when asked to, and gives frames on tape
 * time. One thread at a time; {@link #interrupt()} from any.
 */
final class OpenSource implements AutoCloseable {

  private static final long MOST_AHEAD_US = 10_000_000; // as LiveClock has it

  private final MediaInput input;
  private final List<TrackFeed> feeds = new ArrayList<>();
  private final List<TrackFormat> sourceFormats;
  private final CountDownLatch closing = new CountDownLatch(1);
  private final WallClock clock;
  private final @Nullable Pacer pacer;
  private final Source.Kind kind;
  private final @Nullable LiveClock liveClock;
  private final @Nullable PushedBytes bytes; // the caller's
  private final Deque<InputPacket> early = new ArrayDeque<>(); // read while settling
  private boolean drained;
  private boolean ended;

  private OpenSource(
      MediaInput input,
      Source source,
      @Nullable PushedBytes bytes,
      @Nullable Wire wire,
      boolean live,
      WallClock clock) {
    this.input = input;
    this.bytes = bytes;
    this.clock = clock;
    this.sourceFormats = input.tracks();
    this.kind = source.kind();
    this.pacer = live && isReadAtOnce(source.kind()) ? new Pacer(clock, closing) : null;
    this.liveClock = live ? new LiveClock(clock, pacer == null) : null;
    try {
      for (int i = 0; i < sourceFormats.size(); i++) {
        feeds.add(
            new TrackFeed(i, sourceFormats.get(i), wire, liveClock, kind != Source.Kind.PUSHED));
      }
    } catch (RuntimeException e) {
      feeds.forEach(TrackFeed::close); // the others' decoders are open
      throw e;
    }
  }

  private static boolean isReadAtOnce(Source.Kind kind) {
    return kind == Source.Kind.FILE || kind == Source.Kind.PACED_FILE || kind == Source.Kind.TEST;
  }

  /**
   * Opens a source.
   *
   * @param wire how it is to travel; null for the source's default
   * @param live whether it is put on the wall clock and paced
   * @throws io.reelbus.model.MediaException as {@link MediaInputs#open}
   */
  static OpenSource open(
      Source source, @Nullable Wire wire, boolean live, AgentSettings settings, WallClock clock) {
    MediaInput input = MediaInputs.open(source, settings.openDeadline(), settings.readDeadline());
    try {
      return new OpenSource(input, source, null, wire, live, clock);
    } catch (RuntimeException e) {
      input.close();
      throw e;
    }
  }

  /**
   * Opens a stream that is pushed, when its first bytes are there.
   *
   * @param bytes stay the caller's
   * @throws io.reelbus.model.MediaException as {@link #open}; {@code TimeoutError} when nobody
   *     pushes
   */
  static OpenSource pushed(
      Source source, PushedBytes bytes, @Nullable Wire wire, AgentContext context) {
    bytes.awaitFirst();
    MediaInput input;
    try {
      input = MediaInputs.open(source, bytes, context.settings().openDeadline());
    } catch (MediaException e) {
      MediaException why = bytes.failure();
      throw why == null ? e : why;
    }
    try {
      return new OpenSource(input, source, bytes, wire, true, context.clock());
    } catch (RuntimeException e) {
      input.close();
      throw e;
    }
  }

  /**
   * Learns the source's clock before its first frame is given out. A sound server's stamps cannot
   * be trusted at first: what it gives until then, at most two seconds, is thrown away. A network
   * camera first gives what has waited since it was connected, or longer: what then comes as it
   * happens says where its time lies. What is pushed begins when its first bytes came, unless its
   * time is the wall clock. Nothing for other sources.
   *
   * @throws SourceSilentException the source does not give anything
   */
  void settle() {
    if (kind == Source.Kind.PULSE) {
      Settling settling = new Settling(sourceFormats.get(0));
      InputPacket packet;
      do {
        packet = next();
      } while (packet != null && !settling.isSettledAfter(packet.frame()));
      ended = packet == null;
    } else if (kind == Source.Kind.NETWORK && liveClock != null) {
      Backlog backlog = new Backlog(clock.nowUs());
      while (!ended && !backlog.isOver()) {
        InputPacket packet = next();
        ended = packet == null; // what came before is still given out
        if (packet != null) {
          early.add(packet);
          TimeBase base = sourceFormats.get(packet.track()).timeBase();
          backlog.arrived(packet.frame(), base, clock.nowUs());
        }
      }
      if (!early.isEmpty()) {
        liveClock.anchor(backlog.offsetUs());
      }
    } else if (bytes != null && liveClock != null) {
      InputPacket first = next();
      ended = first == null;
      if (first != null) {
        early.add(first);
        long firstUs = deviceUs(first);
        liveClock.anchor(liveClock.offsetUs(firstUs, 0, bytes.firstAtUs()));
      }
    }
  }

  private @Nullable InputPacket next() {
    try {
      InputPacket packet = input.read();
      MediaException why = bytes == null || packet != null ? null : bytes.failure();
      if (why != null) {
        throw why;
      }
      return packet;
    } catch (MediaException e) {
      ended = true;
      throw new SourceSilentException(e);
    }
  }

  private long deviceUs(InputPacket packet) {
    return sourceFormats.get(packet.track()).timeBase().toUs(packet.frame().decodeTimestamp());
  }

  /**
   * Waits until what is pushed faster than it plays is due; the pusher is slowed down by it. What
   * lies far ahead is a step of its clock.
   */
  private void hold(InputPacket packet, LiveClock at) throws InterruptedException {
    long deviceUs = deviceUs(packet);
    long aheadUs = at.placedUs(deviceUs) - clock.nowUs();
    while (aheadUs > 0 && aheadUs < MOST_AHEAD_US) {
      if (clock.pause(aheadUs, closing)) {
        return;
      }
      aheadUs = at.placedUs(deviceUs) - clock.nowUs();
    }
  }

  /** What the tapes hold, by track. */
  List<TrackFormat> formats() {
    return feeds.stream().map(TrackFeed::format).toList();
  }

  /**
   * Reads once and gives out what that makes: nothing, one frame or several.
   *
   * @return false at the end, when everything has been given out
   * @throws SourceSilentException the source does not give anything any more
   */
  boolean read(TrackFeed.Sink sink) throws InterruptedException {
    InputPacket packet = early.poll();
    if (packet == null && !ended) {
      packet = next();
    }
    if (packet == null) {
      ended = true;
      if (!drained) {
        drained = true;
        for (TrackFeed feed : feeds) {
          feed.drain(clock.nowUs(), sink);
        }
      }
      return false;
    }
    if (pacer != null && liveClock != null) {
      TimeBase timeBase = sourceFormats.get(packet.track()).timeBase();
      liveClock.stalled(pacer.await(timeBase, packet.frame()));
    } else if (bytes != null && liveClock != null) {
      hold(packet, liveClock);
    }
    TrackFeed feed = feeds.get(packet.track());
    if (packet.damaged()) {
      feed.damaged(packet.frame());
    }
    feed.packet(packet.frame(), clock.nowUs(), sink);
    return true;
  }

  /** What the container promised and was not there, by track; null where nothing is missing. */
  List<TapeEntry.@Nullable Gap> missing() {
    return InputCheck.missing(input.facts(), feeds);
  }

  /** Time behind the last packet, to read several sources side by side. */
  long endUs() {
    return feeds.stream().mapToLong(TrackFeed::endUs).max().orElse(Long.MIN_VALUE);
  }

  /** Makes {@link #read} return false soon. From any thread. */
  void interrupt() {
    closing.countDown();
    input.interrupt();
  }

  @Override
  public void close() {
    feeds.forEach(TrackFeed::close);
    input.close();
  }
}
