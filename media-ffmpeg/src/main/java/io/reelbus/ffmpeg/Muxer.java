package io.reelbus.ffmpeg;

import static org.bytedeco.ffmpeg.global.avcodec.av_packet_alloc;
import static org.bytedeco.ffmpeg.global.avcodec.av_packet_free;
import static org.bytedeco.ffmpeg.global.avcodec.av_packet_rescale_ts;
import static org.bytedeco.ffmpeg.global.avformat.av_write_frame;
import static org.bytedeco.ffmpeg.global.avformat.av_write_trailer;
import static org.bytedeco.ffmpeg.global.avformat.avformat_alloc_output_context2;
import static org.bytedeco.ffmpeg.global.avformat.avformat_free_context;
import static org.bytedeco.ffmpeg.global.avformat.avformat_new_stream;
import static org.bytedeco.ffmpeg.global.avformat.avformat_write_header;
import static org.bytedeco.ffmpeg.global.avformat.avio_flush;
import static org.bytedeco.ffmpeg.global.avutil.AV_OPT_SEARCH_CHILDREN;
import static org.bytedeco.ffmpeg.global.avutil.av_dict_free;
import static org.bytedeco.ffmpeg.global.avutil.av_dict_set;
import static org.bytedeco.ffmpeg.global.avutil.av_dict_set_int;
import static org.bytedeco.ffmpeg.global.avutil.av_make_q;
import static org.bytedeco.ffmpeg.global.avutil.av_opt_set;

import io.reelbus.model.Container;
import io.reelbus.model.EncodedPacket;
import io.reelbus.model.MediaException;
import io.reelbus.model.MediaException.Next;
import io.reelbus.model.TimeBase;
import io.reelbus.model.TrackFormat;
import java.math.BigInteger;
import java.util.List;
import org.bytedeco.ffmpeg.avcodec.AVPacket;
import org.bytedeco.ffmpeg.avformat.AVFormatContext;
import org.bytedeco.ffmpeg.avformat.AVStream;
import org.bytedeco.ffmpeg.avutil.AVDictionary;
import org.bytedeco.ffmpeg.avutil.AVRational;
import org.jspecify.annotations.Nullable;

/**
 * Makes a container file of packets, a blob at a time.
 *
 * <p>Call order: {@link #open}, then {@link #write} in decode order over all tracks, {@link #flush}
 * at the end of each slice, {@link #finish} once. The file is the concatenation of the flushed
 * bytes and the tail, with the tail's patches applied; without them it plays too (I4). Same packets
 * and same flushes, same bytes (I5). One thread; after an exception only {@link #close} may be
 * called.
 */
public final class Muxer implements AutoCloseable {

  private static final int MAX_TIMESCALE_BITS = 27;

  private final Container container;
  private final AVFormatContext context = new AVFormatContext(null);
  private final MuxerOutput output = new MuxerOutput();
  private final AVPacket packet = av_packet_alloc();
  private final AVRational[] timeBases;

  /** Ogg ends a stream on the page of its last packet, so that one must not be flushed before. */
  private record Held(int track, EncodedPacket packet) {}

  private @Nullable Held held;
  private final boolean[] begun;
  private final int[] paddings; // samples before the first that is heard, by format
  private @Nullable Mp4Edits edits;
  private boolean headerWritten;
  private boolean firstFlushed;
  private boolean fragmentEnded;

  private Muxer(Container container, List<TrackFormat> tracks) {
    this.container = container;
    this.timeBases = new AVRational[tracks.size()];
    this.begun = new boolean[tracks.size()];
    this.paddings = new int[tracks.size()];
    NativeHandles.opened();
    try {
      Ffmpeg.check(
          avformat_alloc_output_context2(context, null, container.muxerName(), null),
          "muxer " + container.muxerName());
      context.pb(output.context());
      context.flags(
          context.flags()
              | AVFormatContext.AVFMT_FLAG_BITEXACT
              | AVFormatContext.AVFMT_FLAG_CUSTOM_IO);
      context.strict_std_compliance(-2); // FLAC and Opus in MP4 are marked experimental there
      for (int i = 0; i < timeBases.length; i++) {
        addTrack(i, tracks.get(i));
      }
      writeHeader();
    } catch (RuntimeException e) {
      close();
      throw e;
    }
  }

  /**
   * Opens a muxer.
   *
   * @param container file format
   * @param tracks formats of the packets, in track order
   * @throws MediaException {@code NotSupportedError} when the container cannot hold a track
   */
  public static Muxer open(Container container, List<TrackFormat> tracks) {
    Ffmpeg.load();
    return new Muxer(container, tracks);
  }

  private void addTrack(int index, TrackFormat format) {
    AVStream stream = avformat_new_stream(context, null);
    Formats.write(format, stream.codecpar());
    TimeBase base = format.timeBase();
    timeBases[index] = av_make_q(base.num(), base.den());
    stream.time_base().num(base.num()).den(base.den());
    paddings[index] = format.audio() == null ? 0 : format.audio().initialPaddingSamples();
    if (format.video() != null) {
      stream.avg_frame_rate().num(format.video().frameRate().num());
      stream.avg_frame_rate().den(format.video().frameRate().den());
      stream
          .sample_aspect_ratio()
          .num(format.video().sampleAspectRatio().num())
          .den(format.video().sampleAspectRatio().den());
    }
    if (!format.language().isEmpty()) {
      AVDictionary metadata =
          stream.metadata() == null ? new AVDictionary(null) : stream.metadata();
      av_dict_set(metadata, "language", format.language(), 0);
      stream.metadata(metadata);
    }
  }

  private void writeHeader() {
    AVDictionary options = new AVDictionary(null);
    switch (container) {
      case MP4 -> {
        // Not delay_moov: with hybrid_fragmented, FFmpeg 8.0 then patches over the ftyp box.
        av_dict_set(options, "movflags", "+hybrid_fragmented+frag_custom", 0);
        av_dict_set(options, "use_editlist", "1", 0); // priming and late tracks stay exact
        av_dict_set_int(options, "movie_timescale", movieTimescale(), 0);
        context.avoid_negative_ts(AVFormatContext.AVFMT_AVOID_NEG_TS_DISABLED);
      }
      case WEBM, MATROSKA -> {
        av_dict_set(options, "cluster_time_limit", "3600000", 0); // clusters end at our flushes
        av_dict_set(options, "cluster_size_limit", "67108864", 0);
        av_dict_set(options, "default_mode", "infer_no_subs", 0);
      }
      case OGG, WAV -> {}
    }
    int result = avformat_write_header(context, options);
    av_dict_free(options);
    if (result < 0) {
      throw new MediaException(
          "NotSupportedError",
          Next.STOP,
          container.muxerName() + " cannot hold these tracks: " + Ffmpeg.text(result));
    }
    headerWritten = true;
    if (container == Container.MP4) {
      long[] timescales = new long[timeBases.length];
      for (int i = 0; i < timescales.length; i++) {
        timescales[i] = context.streams(i).time_base().den();
      }
      edits = new Mp4Edits(movieTimescale(), timescales);
    }
  }

  /** Edits are in this unit: one in which every track can begin at its exact time. */
  private long movieTimescale() {
    BigInteger common = BigInteger.ONE;
    for (AVRational base : timeBases) {
      BigInteger den = BigInteger.valueOf(base.den());
      common = common.multiply(den).divide(common.gcd(den));
    }
    return common.bitLength() > MAX_TIMESCALE_BITS ? 90_000 : Math.max(1000, common.longValue());
  }

  /**
   * Writes a packet.
   *
   * @param track index in the list given to {@link #open}
   * @param p the packet; decode times must rise within a track
   */
  public void write(int track, EncodedPacket p) {
    if (container != Container.OGG) {
      mux(track, p);
      return;
    }
    writeHeld();
    held = new Held(track, p);
  }

  private void writeHeld() {
    Held last = held;
    held = null;
    if (last != null) {
      mux(last.track(), last.packet());
    }
  }

  private void mux(int track, EncodedPacket p) {
    if (fragmentEnded) {
      // Else the next fragment would begin where the last packet's duration says, not at its time.
      av_opt_set(context, "movflags", "+frag_discont", AV_OPT_SEARCH_CHILDREN);
      fragmentEnded = false;
    }
    Packets.fill(packet, p);
    packet.stream_index(track);
    av_packet_rescale_ts(packet, timeBases[track], context.streams(track).time_base());
    if (edits != null && !begun[track]) {
      int skip = Packets.skippedAtStart(p.sideData());
      edits.starts(track, packet.pts(), skip > 0 ? skip : paddings[track]);
      begun[track] = true;
    }
    Ffmpeg.check(av_write_frame(context, packet), "mux " + p + " of track " + track);
  }

  /** Ends a blob and gives its bytes; empty when nothing was written since the last one. */
  public byte[] flush() {
    Ffmpeg.check(av_write_frame(context, new AVPacket(null)), "flush " + container.muxerName());
    avio_flush(context.pb());
    byte[] blob = output.take();
    fragmentEnded = container == Container.MP4 && blob.length > 0;
    if (edits == null || blob.length == 0 || firstFlushed) {
      return blob;
    }
    firstFlushed = true;
    return edits.inHead(blob);
  }

  /** Ends the file. */
  public MuxerTail finish() {
    writeHeld();
    headerWritten = false;
    Ffmpeg.check(av_write_trailer(context), "finish " + container.muxerName());
    avio_flush(context.pb());
    byte[] tail = output.take();
    return new MuxerTail(edits == null ? tail : edits.inTail(tail), output.patches());
  }

  @Override
  public void close() {
    if (packet.isNull()) {
      return;
    }
    if (!context.isNull()) {
      if (headerWritten) {
        av_write_trailer(context); // frees what the muxer holds; the bytes are not taken
      }
      avformat_free_context(context);
    }
    av_packet_free(packet);
    packet.setNull();
    output.close();
    NativeHandles.closed();
  }
}
