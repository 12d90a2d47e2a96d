package io.reelbus.agent;

import io.reelbus.ffmpeg.InputPacket;
import io.reelbus.ffmpeg.MediaInput;
import io.reelbus.ffmpeg.MediaInputs;
import io.reelbus.model.MediaException;
import io.reelbus.model.Source;
import io.reelbus.model.TrackFormat;
import io.reelbus.model.Wire;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;

/**
 * A source that is open: reads it, paces it, decodes it when asked to, and gives frames on tape
 * time. One thread at a time; {@link #interrupt()} from any.
 */
final class OpenSource implements AutoCloseable {

  private final MediaInput input;
  private final List<TrackFeed> feeds = new ArrayList<>();
  private final List<TrackFormat> sourceFormats;
  private final CountDownLatch closing = new CountDownLatch(1);
  private final WallClock clock;
  private final @Nullable Pacer pacer;
  private final boolean soundServer;
  private boolean ended;

  private OpenSource(
      MediaInput input, Source source, @Nullable Wire wire, boolean live, WallClock clock) {
    this.input = input;
    this.clock = clock;
    this.sourceFormats = input.tracks();
    this.soundServer = source.kind() == Source.Kind.PULSE;
    this.pacer = live && isReadAtOnce(source.kind()) ? new Pacer(clock, closing) : null;
    LiveClock liveClock = live ? new LiveClock() : null;
    for (int i = 0; i < sourceFormats.size(); i++) {
      feeds.add(new TrackFeed(i, sourceFormats.get(i), wire, liveClock));
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
      return new OpenSource(input, source, wire, live, clock);
    } catch (RuntimeException e) {
      input.close();
      throw e;
    }
  }

  /**
   * Reads past what a sound server gives before its stamps can be trusted, at most two seconds;
   * nothing for other sources.
   *
   * @throws SourceSilentException the source does not give anything
   */
  void settle() {
    if (!soundServer) {
      return;
    }
    Settling settling = new Settling(sourceFormats.get(0));
    InputPacket packet;
    do {
      packet = next();
    } while (packet != null && !settling.isSettledAfter(packet.frame()));
    ended = packet == null;
  }

  private @Nullable InputPacket next() {
    try {
      return input.read();
    } catch (MediaException e) {
      ended = true;
      throw new SourceSilentException(e);
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
    if (ended) {
      return false;
    }
    InputPacket packet = next();
    if (packet == null) {
      ended = true;
      for (TrackFeed feed : feeds) {
        feed.drain(clock.nowUs(), sink);
      }
      return false;
    }
    if (pacer != null) {
      pacer.await(sourceFormats.get(packet.track()).timeBase(), packet.frame());
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
