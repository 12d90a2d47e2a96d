package io.reelbus.ffmpeg;

import static org.bytedeco.ffmpeg.global.avutil.AV_NOPTS_VALUE;
import static org.bytedeco.ffmpeg.global.avutil.AV_PICTURE_TYPE_I;
import static org.bytedeco.ffmpeg.global.avutil.AV_PICTURE_TYPE_NONE;

import io.reelbus.model.Cut;
import io.reelbus.model.EncodedPacket;
import io.reelbus.model.Loss;
import io.reelbus.model.LossCause;
import io.reelbus.model.MediaException;
import io.reelbus.model.MediaException.Next;
import io.reelbus.model.Ratio;
import io.reelbus.model.Resize;
import io.reelbus.model.TapeFrame;
import io.reelbus.model.TimeBase;
import io.reelbus.model.VideoFormat;
import io.reelbus.model.Wire;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.bytedeco.ffmpeg.avcodec.AVPacket;
import org.bytedeco.ffmpeg.avutil.AVFrame;
import org.jspecify.annotations.Nullable;

/**
 * Encodes the pictures of one cut as an independent, closed group. Used once: pictures are added,
 * then it is finished, then closed.
 */
final class VideoSlice implements AutoCloseable {

  private Cut cut;
  private final VideoFormat target;
  private final KeyFrames keys;
  private final PictureRate rate;
  private final List<EncodedPacket> packets = new ArrayList<>();
  private final List<Long> timestamps = new ArrayList<>();
  private final List<Long> durations = new ArrayList<>();
  private @Nullable RawPictures raw;
  private @Nullable Decoder decoder;
  private @Nullable Encoder encoder;
  private @Nullable Scaler scaler;
  private @Nullable BlackPicture black;
  private long lastTimestamp = Long.MIN_VALUE;
  private int prompt;

  VideoSlice(Cut cut) {
    this.cut = cut;
    this.target = Objects.requireNonNull(cut.encoder().video());
    this.keys = new KeyFrames(cut.encoder().options(), cut.encoder().timeBase());
    Resize resize = cut.encoder().resize();
    VideoFormat source = cut.format().videoFormat();
    this.rate =
        new PictureRate(
            cut.format().timeBase(),
            source.frameRate(),
            resize == null ? Ratio.UNKNOWN : resize.within(source).frameRate());
  }

  /** Encodes the next frame of the tape. */
  void add(TapeFrame frame) {
    if (cut.format().wire() == Wire.RAW) {
      if (raw == null) {
        raw = new RawPictures(cut.format().videoFormat());
      }
      picture(raw.read(frame), frame.timestamp());
    } else {
      if (decoder == null) {
        decoder = new Decoder(cut.format(), 1);
      }
      decoder.decode(frame, p -> picture(p, RawFrames.timestamp(p)));
    }
  }

  /**
   * Whether a cut that ends here can be finished: no picture behind it was encoded, or what was
   * made of those before it cannot depend on that, as each packet came before the next picture went
   * in.
   */
  boolean canEndAt(long toTimestamp) {
    return lastTimestamp < toTimestamp
        || (prompt >= before(toTimestamp) && !rate.isReduced() && !timestamps.isEmpty());
  }

  /** How many of the pictures are before a timestamp of the tape. */
  private int before(long toTimestamp) {
    if (lastTimestamp < toTimestamp) {
      return timestamps.size();
    }
    long end =
        cut.format()
            .timeBase()
            .rescale(toTimestamp - cut.originTimestamp(), cut.encoder().timeBase());
    return (int) timestamps.stream().filter(t -> t < end).count();
  }

  /**
   * Encodes the rest of a cut that it {@link #canEndAt}.
   *
   * @param whole the cut as it became: its start, format and encoder are those of the one that this
   *     was made with
   */
  CutEncoder.Slice finish(Cut whole, FrameSource rest) {
    cut = whole;
    for (@Nullable TapeFrame f = rest.next(); f != null; f = rest.next()) {
      add(f);
    }
    if (decoder != null) {
      decoder.drain(p -> picture(p, RawFrames.timestamp(p)));
    }
    if (encoder == null) {
      return new CutEncoder.Slice(null, List.of(), 0, rate.passed(), losses());
    }
    int count = before(cut.toTimestamp());
    if (count < timestamps.size()) {
      timestamps.subList(count, timestamps.size()).clear();
      packets.subList(count, packets.size()).clear();
    } else {
      encoder.encode(null, this::collect);
    }
    if (packets.size() != timestamps.size()) {
      throw new MediaException(
          "EncodingError",
          Next.QUARANTINE,
          cut.id() + ": " + packets.size() + " packets for " + timestamps.size() + " pictures");
    }
    return new CutEncoder.Slice(encoder.format(), packets, packets.size(), rate.passed(), losses());
  }

  @Override
  public void close() {
    if (raw != null) {
      raw.close();
    }
    if (decoder != null) {
      decoder.close();
    }
    if (encoder != null) {
      encoder.close();
    }
    if (scaler != null) {
      scaler.close();
    }
    if (black != null) {
      black.close();
    }
  }

  private void picture(AVFrame picture, long timestamp) {
    if (timestamp == AV_NOPTS_VALUE
        || timestamp < cut.fromTimestamp()
        || timestamp >= cut.toTimestamp()
        || timestamp <= lastTimestamp) {
      return; // lead-in, or the next slice's
    }
    lastTimestamp = timestamp;
    if (!rate.wants(timestamp - cut.originTimestamp())) {
      return;
    }
    if (encoder == null) {
      encoder = new Encoder(cut.encoder(), cut.format().sideData(), cut.format().language());
    }
    AVFrame scaled = isBlank(timestamp) ? black(picture) : fit(picture);
    TimeBase from = cut.format().timeBase();
    TimeBase to = cut.encoder().timeBase();
    long moved = from.rescale(timestamp - cut.originTimestamp(), to);
    timestamps.add(moved);
    durations.add(rate.isReduced() ? 0 : from.rescale(picture.duration(), to));
    long pts = scaled.pts();
    scaled.pts(moved);
    // The source's picture types are not wishes.
    scaled.pict_type(keys.isKey(moved) ? AV_PICTURE_TYPE_I : AV_PICTURE_TYPE_NONE);
    encoder.encode(scaled, this::collect);
    if (packets.size() == timestamps.size() && prompt == packets.size() - 1) {
      prompt++;
    }
    scaled.pts(pts);
  }

  private boolean isBlank(long timestamp) {
    return cut.blanks().stream().anyMatch(blank -> blank.contains(timestamp));
  }

  private AVFrame black(AVFrame picture) {
    if (black == null) {
      black = new BlackPicture(target);
    }
    return black.insteadOf(picture);
  }

  private AVFrame fit(AVFrame picture) {
    if (cut.encoder().resize() != null) {
      Scaler.crop(picture, target.width(), target.height());
    }
    if (picture.width() == target.width()
        && picture.height() == target.height()
        && Formats.pixelFormatName(picture.format()).equals(target.pixelFormat())) {
      return picture;
    }
    if (scaler == null) {
      scaler = new Scaler();
    }
    return scaler.scale(picture, target.width(), target.height(), target.pixelFormat());
  }

  private void collect(AVPacket packet) {
    packets.add(
        new EncodedPacket(
            packet.pts(),
            packet.dts() == AV_NOPTS_VALUE ? packet.pts() : Math.min(packet.dts(), packet.pts()),
            duration(packet.pts()),
            Packets.isKey(packet),
            List.of(),
            Formats.bytes(packet.data(), packet.size())));
  }

  /** Encoders pass durations on in different ways; ours are kept beside them. */
  private long duration(long timestamp) {
    int i = java.util.Collections.binarySearch(timestamps, timestamp);
    if (i < 0) {
      return 0;
    }
    if (durations.get(i) > 0) {
      return durations.get(i);
    }
    if (i > 0) {
      return timestamps.get(i) - timestamps.get(i - 1);
    }
    double rate = target.frameRate().known() ? target.frameRate().value() : 25;
    return cut.encoder().timeBase().fromUs(Math.round(1e6 / rate));
  }

  private List<Loss> losses() {
    long missing =
        cut.account().captured() - cut.account().lost() - rate.passed() - timestamps.size();
    if (missing <= 0) {
      return List.of();
    }
    return List.of(
        new Loss(
            LossCause.CORRUPT_INPUT,
            missing,
            cut.account().fromUs(),
            cut.account().toUs(),
            missing + " of " + cut.account().captured() + " frames could not be decoded"));
  }
}
