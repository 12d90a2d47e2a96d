package io.reelbus.ffmpeg;

import static org.bytedeco.ffmpeg.global.avcodec.AVDISCARD_ALL;
import static org.bytedeco.ffmpeg.global.avcodec.AVDISCARD_DEFAULT;
import static org.bytedeco.ffmpeg.global.avcodec.AV_PKT_FLAG_CORRUPT;
import static org.bytedeco.ffmpeg.global.avcodec.av_packet_alloc;
import static org.bytedeco.ffmpeg.global.avcodec.av_packet_free;
import static org.bytedeco.ffmpeg.global.avcodec.av_packet_unref;
import static org.bytedeco.ffmpeg.global.avdevice.avdevice_register_all;
import static org.bytedeco.ffmpeg.global.avformat.AVFMT_DURATION_FROM_BITRATE;
import static org.bytedeco.ffmpeg.global.avformat.AV_DISPOSITION_ATTACHED_PIC;
import static org.bytedeco.ffmpeg.global.avformat.av_find_input_format;
import static org.bytedeco.ffmpeg.global.avformat.av_guess_frame_rate;
import static org.bytedeco.ffmpeg.global.avformat.av_read_frame;
import static org.bytedeco.ffmpeg.global.avformat.avformat_alloc_context;
import static org.bytedeco.ffmpeg.global.avformat.avformat_close_input;
import static org.bytedeco.ffmpeg.global.avformat.avformat_find_stream_info;
import static org.bytedeco.ffmpeg.global.avformat.avformat_network_init;
import static org.bytedeco.ffmpeg.global.avformat.avformat_open_input;
import static org.bytedeco.ffmpeg.global.avformat.avio_size;
import static org.bytedeco.ffmpeg.global.avutil.AVERROR_EOF;
import static org.bytedeco.ffmpeg.global.avutil.AVMEDIA_TYPE_AUDIO;
import static org.bytedeco.ffmpeg.global.avutil.AVMEDIA_TYPE_VIDEO;
import static org.bytedeco.ffmpeg.global.avutil.AV_NOPTS_VALUE;
import static org.bytedeco.ffmpeg.global.avutil.av_dict_free;
import static org.bytedeco.ffmpeg.global.avutil.av_dict_get;
import static org.bytedeco.ffmpeg.global.avutil.av_dict_set;

import io.reelbus.model.MediaException;
import io.reelbus.model.MediaException.Next;
import io.reelbus.model.MediaKind;
import io.reelbus.model.SideData;
import io.reelbus.model.Source;
import io.reelbus.model.TapeFrame;
import io.reelbus.model.TimeBase;
import io.reelbus.model.TrackFormat;
import io.reelbus.model.Wire;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.bytedeco.ffmpeg.avcodec.AVPacket;
import org.bytedeco.ffmpeg.avformat.AVFormatContext;
import org.bytedeco.ffmpeg.avformat.AVInputFormat;
import org.bytedeco.ffmpeg.avformat.AVStream;
import org.bytedeco.ffmpeg.avutil.AVDictionary;
import org.bytedeco.ffmpeg.avutil.AVDictionaryEntry;
import org.jspecify.annotations.Nullable;

/** A file, a network camera or a capture device, through libavformat. */
final class StreamInput implements MediaInput {

  /** What FFmpeg would make pictures of: any .txt file, for one. */
  private static final Set<String> TEXT_ART = Set.of("tty", "bin", "xbin", "adf", "idf");

  private static final String CUT_SHORT = "the input ends within a packet";

  private final Source source;
  private final Duration readDeadline;
  private final Deadline deadline = new Deadline();
  private final AVPacket packet = av_packet_alloc();
  private final List<TrackFormat> tracks = new ArrayList<>();
  private final List<Long> declaredFrames = new ArrayList<>();
  private final Deque<InputPacket> ready = new ArrayDeque<>();
  private final @Nullable RawDecoder[] decoders; // by track, for devices that give pixels or PCM
  private final DecodeTimes[] decodeTimes; // by track
  private final DeclaredPriming[] priming; // by track
  private final boolean[] damaged; // by track: since the last packet given out
  private final int[] trackOfStream;
  private final @Nullable ByteInput bytes;
  private AVFormatContext context;
  private String readError = "";
  private boolean ended;
  private boolean closed;

  StreamInput(Source source, String format, Duration openDeadline, Duration readDeadline) {
    this(source, format, null, openDeadline, readDeadline);
  }

  /**
   * Opens one.
   *
   * @param bytes where its bytes come from; null when FFmpeg opens the source's URL
   */
  StreamInput(
      Source source,
      String format,
      @Nullable ByteSource bytes,
      Duration openDeadline,
      Duration readDeadline) {
    this.source = source;
    this.readDeadline = readDeadline;
    this.bytes = bytes == null ? null : new ByteInput(bytes, deadline);
    this.context = avformat_alloc_context();
    NativeHandles.opened();
    try {
      deadline.watch(context);
      deadline.start(openDeadline);
      open(format);
      trackOfStream = new int[context.nb_streams()];
      Arrays.fill(trackOfStream, -1);
      findTracks(AVMEDIA_TYPE_VIDEO);
      findTracks(AVMEDIA_TYPE_AUDIO);
      if (tracks.isEmpty()) {
        throw failure("NotReadableError", "holds neither video nor audio that can be read");
      }
      damaged = new boolean[tracks.size()];
      decodeTimes = new DecodeTimes[tracks.size()];
      Arrays.setAll(decodeTimes, i -> new DecodeTimes());
      priming = DeclaredPriming.of(context.iformat().name().getString(), tracks);
      decoders = new RawDecoder[tracks.size()];
      for (int i = 0; i < decoders.length; i++) {
        if (isUncompressedDevice(i)) {
          RawDecoder decoder = new RawDecoder(tracks.get(i));
          decoders[i] = decoder;
          tracks.set(i, decoder.rawFormat());
        }
      }
    } catch (RuntimeException e) {
      release();
      throw e;
    }
  }

  private void open(String format) {
    AVInputFormat input = null;
    if (!format.isEmpty()) {
      loadDevices();
      input = av_find_input_format(format);
      if (Formats.isNull(input)) {
        throw failure("NotSupportedError", "this build of FFmpeg has no " + format + " devices");
      }
    } else {
      avformat_network_init();
    }
    AVDictionary options = new AVDictionary(null);
    for (Map.Entry<String, String> e : source.options().entrySet()) {
      av_dict_set(options, e.getKey(), e.getValue(), 0);
    }
    if (bytes != null) {
      ByteInput.SAFE.forEach((name, value) -> av_dict_set(options, name, value, 0));
      context.pb(bytes.context());
    }
    context.flags(context.flags() | AVFormatContext.AVFMT_FLAG_GENPTS);
    int opened = avformat_open_input(context, MediaInputs.path(source.url()), input, options);
    av_dict_free(options);
    if (opened < 0) {
      context = new AVFormatContext(null); // freed by FFmpeg
      throw failure(
          opened == -2 ? "NotFoundError" : "NotReadableError",
          deadline.hasPassed() ? "no answer within the open deadline" : explain(opened));
    }
    if (TEXT_ART.contains(context.iformat().name().getString())) {
      throw failure("NotReadableError", "not media but text");
    }
    int found = avformat_find_stream_info(context, (AVDictionary) null);
    if (found < 0) {
      throw failure("NotReadableError", explain(found));
    }
  }

  private static void loadDevices() {
    try {
      avdevice_register_all();
    } catch (UnsatisfiedLinkError e) {
      throw new MediaException(
          "NotSupportedError",
          Next.STOP,
          "capture devices need the system's libxcb, libasound and libpulse: " + e.getMessage(),
          e);
    }
  }

  private static String explain(int error) {
    String text = Ffmpeg.text(error);
    return text.startsWith("Invalid data") ? "not media that FFmpeg can read (" + text + ")" : text;
  }

  private MediaException failure(String name, String why) {
    return new MediaException(name, Next.STOP, source.url() + ": " + why);
  }

  private void findTracks(int type) {
    for (int i = 0; i < context.nb_streams(); i++) {
      AVStream stream = context.streams(i);
      if (stream.codecpar().codec_type() != type || !isReadable(stream)) {
        if (trackOfStream[i] < 0) {
          stream.discard(AVDISCARD_ALL);
        }
        continue;
      }
      stream.discard(AVDISCARD_DEFAULT);
      trackOfStream[i] = tracks.size();
      tracks.add(
          Formats.read(
              stream.codecpar(),
              new TimeBase(stream.time_base().num(), stream.time_base().den()),
              Formats.ratio(av_guess_frame_rate(context, stream, null)),
              Wire.NATIVE,
              language(stream)));
      declaredFrames.add(stream.nb_frames());
    }
  }

  private static boolean isReadable(AVStream stream) {
    if ((stream.disposition() & AV_DISPOSITION_ATTACHED_PIC) != 0) {
      return false; // cover art is not a video track
    }
    return stream.codecpar().codec_type() == AVMEDIA_TYPE_VIDEO
        ? stream.codecpar().width() > 0
        : stream.codecpar().sample_rate() > 0 && stream.codecpar().ch_layout().nb_channels() > 0;
  }

  private static String language(AVStream stream) {
    AVDictionaryEntry entry = av_dict_get(stream.metadata(), "language", null, 0);
    return Formats.isNull(entry) ? "" : entry.value().getString();
  }

  private boolean isUncompressedDevice(int track) {
    String codec = tracks.get(track).codecName();
    return source.live()
        && source.kind() != Source.Kind.PACED_FILE
        && source.kind() != Source.Kind.NETWORK
        && (codec.equals("rawvideo")
            || codec.startsWith("pcm_")
            || codec.equals("wrapped_avframe"));
  }

  @Override
  public List<TrackFormat> tracks() {
    return List.copyOf(tracks);
  }

  @Override
  public @Nullable InputPacket read() {
    while (ready.isEmpty() && !ended) {
      deadline.start(readDeadline);
      int result = av_read_frame(context, packet);
      if (result < 0) {
        end(result);
        break;
      }
      int track =
          packet.stream_index() < trackOfStream.length ? trackOfStream[packet.stream_index()] : -1;
      boolean cut = isCutShort();
      if (track >= 0 && (!cut || tracks.get(track).codecName().startsWith("pcm_"))) {
        deliver(track);
      }
      if (cut) {
        readError = CUT_SHORT;
      }
      av_packet_unref(packet);
    }
    return ready.poll();
  }

  /** The file ends within this packet: no decoder takes it, but for single samples. */
  private boolean isCutShort() {
    return (packet.flags() & AV_PKT_FLAG_CORRUPT) != 0
        && !Formats.isNull(context.pb())
        && context.pb().eof_reached() != 0;
  }

  private void end(int result) {
    ended = true;
    for (int track = 0; track < decodeTimes.length; track++) {
      give(track, decodeTimes[track].end());
    }
    if (deadline.isInterrupted()) {
      return;
    }
    if (bytes != null && bytes.failure() != null) {
      throw failure("NotReadableError", String.valueOf(bytes.failure()));
    }
    if (deadline.hasPassed()) {
      throw new MediaException(
          "NotReadableError",
          Next.RETRY,
          source.url() + ": nothing came within " + readDeadline.toMillis() + " ms");
    }
    if (result != AVERROR_EOF) {
      readError = Ffmpeg.text(result);
    } else if (isTransportStreamCutShort()) {
      readError = CUT_SHORT;
    } else if (!Formats.isNull(context.pb())
        && context.pb().error() < 0
        && context.pb().error() != AVERROR_EOF) {
      readError = Ffmpeg.text(context.pb().error());
    }
  }

  /**
   * A transport stream is a row of packets of 188, 192 or 204 bytes, and says no more of its end.
   */
  private boolean isTransportStreamCutShort() {
    if (Formats.isNull(context.pb()) || !context.iformat().name().getString().equals("mpegts")) {
      return false;
    }
    long size = avio_size(context.pb());
    return size > 0 && size % 188 != 0 && size % 192 != 0 && size % 204 != 0;
  }

  private void deliver(int track) {
    TapeFrame frame = frame(priming[track].mark(Packets.sideData(packet)));
    damaged[track] |= (packet.flags() & AV_PKT_FLAG_CORRUPT) != 0;
    RawDecoder decoder = decoders[track];
    if (decoder == null) {
      boolean sound = tracks.get(track).kind() == MediaKind.AUDIO;
      give(track, decodeTimes[track].add(frame, sound || packet.dts() != AV_NOPTS_VALUE));
      return;
    }
    give(track, decoder.decode(frame));
  }

  private void give(int track, List<TapeFrame> frames) {
    for (TapeFrame frame : frames) {
      ready.add(new InputPacket(track, frame, damaged[track]));
      damaged[track] = false;
    }
  }

  private TapeFrame frame(List<SideData> sideData) {
    long timestamp = Packets.timestamp(packet);
    AVStream stream = context.streams(packet.stream_index());
    boolean audio = stream.codecpar().codec_type() == AVMEDIA_TYPE_AUDIO;
    int samples = audio ? samples(stream) : 0;
    boolean counted = samples > 0 && stream.time_base().den() == stream.codecpar().sample_rate();
    return new TapeFrame(
        timestamp,
        packet.dts() != AV_NOPTS_VALUE ? packet.dts() : timestamp,
        counted ? duration(samples) : packet.duration(),
        Packets.isKey(packet),
        samples,
        null,
        sideData,
        ByteBuffer.wrap(Formats.bytes(packet.data(), packet.size())));
  }

  /** In samples; less than the packet holds where the file cuts it, more only as a guess. */
  private long duration(int samples) {
    return packet.duration() > 0 ? Math.min(packet.duration(), samples) : samples;
  }

  private int samples(AVStream stream) {
    TimeBase base = new TimeBase(stream.time_base().num(), stream.time_base().den());
    long exact = SampleCounts.of(stream.codecpar(), packet);
    return (int)
        (exact > 0
            ? exact
            : base.rescale(packet.duration(), TimeBase.ofRate(stream.codecpar().sample_rate())));
  }

  @Override
  public InputFacts facts() {
    boolean guessed = context.duration_estimation_method() == AVFMT_DURATION_FROM_BITRATE;
    long duration = guessed ? 0 : context.duration();
    long start = context.start_time();
    return new InputFacts(
        start == AV_NOPTS_VALUE ? 0 : start,
        duration == AV_NOPTS_VALUE || duration < 0 ? 0 : duration,
        List.copyOf(declaredFrames),
        readError);
  }

  @Override
  public void interrupt() {
    deadline.interrupt();
  }

  @Override
  public void close() {
    if (closed) {
      return;
    }
    for (RawDecoder decoder : decoders) {
      if (decoder != null) {
        decoder.close();
      }
    }
    release();
  }

  private void release() {
    closed = true;
    if (!context.isNull()) {
      avformat_close_input(context);
    }
    if (bytes != null) {
      bytes.close();
    }
    av_packet_free(packet);
    deadline.close();
    NativeHandles.closed();
  }
}
