package io.reelbus.bus;

import io.reelbus.model.AgentInfo;
import io.reelbus.model.AudioFormat;
import io.reelbus.model.Blank;
import io.reelbus.model.Chunk;
import io.reelbus.model.ChunkId;
import io.reelbus.model.Codec;
import io.reelbus.model.Cut;
import io.reelbus.model.Device;
import io.reelbus.model.EncodedPacket;
import io.reelbus.model.EncoderConfig;
import io.reelbus.model.EncodingOptions;
import io.reelbus.model.Lane;
import io.reelbus.model.LiveTrack;
import io.reelbus.model.Loss;
import io.reelbus.model.LossCause;
import io.reelbus.model.MediaKind;
import io.reelbus.model.Ratio;
import io.reelbus.model.RecordingSpec;
import io.reelbus.model.Resize;
import io.reelbus.model.SideData;
import io.reelbus.model.SliceAccount;
import io.reelbus.model.Source;
import io.reelbus.model.StreamSpec;
import io.reelbus.model.StreamTrack;
import io.reelbus.model.TapeFrame;
import io.reelbus.model.TapeRange;
import io.reelbus.model.TapeStretch;
import io.reelbus.model.TimeBase;
import io.reelbus.model.TrackFormat;
import io.reelbus.model.TrackSpec;
import io.reelbus.model.VideoFormat;
import io.reelbus.model.Wire;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Map;
import java.util.Random;

/** One value of every kind, with every field set to something else than its default. */
public final class Samples {

  private Samples() {}

  public static TrackFormat video() {
    return new TrackFormat(
        Wire.RAW,
        "rawvideo",
        new TimeBase(1, 90_000),
        new VideoFormat(
            1920,
            1080,
            "yuv420p",
            new Ratio(1, 1),
            new Ratio(30_000, 1001),
            new VideoFormat.Color(1, 2, 3, 4, 5),
            1),
        null,
        new byte[] {1, 2, 3},
        100,
        -99,
        5_000_000_000L,
        List.of(new SideData(5, new byte[] {9, 8})),
        "nl");
  }

  public static TrackFormat audio() {
    return new TrackFormat(
        Wire.NATIVE,
        "aac",
        TimeBase.ofRate(48_000),
        null,
        new AudioFormat(48_000, 2, "stereo", "fltp", 16, 1024, 2048, 3840, 4),
        new byte[0],
        1,
        2,
        128_000,
        List.of(),
        "");
  }

  public static SliceAccount account() {
    return new SliceAccount(
        72,
        -10,
        3_000_000,
        1_700_000_000_000_000L,
        List.of(new Loss(LossCause.AGENT_BUFFER_FULL, 2, -5, 33_000, "queue of 8 MiB full")));
  }

  public static Cut cut(String recordingId, int slice, Lane lane) {
    return new Cut(
        new ChunkId(recordingId, 1, slice),
        lane,
        List.of(
            new TapeRange("reelbus.pool.a", 3, 10, 20), new TapeRange("reelbus.pool.a", 3, 30, 31)),
        video(),
        new EncoderConfig(
                Codec.VP9, true, 2_500_000, TimeBase.MICROSECONDS, video().video(), null, 7, true)
            .with(options(), new Resize(640, 360, new Ratio(10, 1))),
        Long.MIN_VALUE,
        Long.MAX_VALUE,
        -12345,
        77,
        5,
        9,
        true,
        account(),
        List.of(new TapeStretch(-3, 400, 0), new TapeStretch(900, Long.MAX_VALUE, 500)),
        List.of(new Blank(-5, 7), new Blank(12, Long.MAX_VALUE)));
  }

  public static Chunk chunk(String recordingId, int slice, int payloadBytes) {
    return new Chunk(
        new ChunkId(recordingId, 0, slice),
        audio(),
        List.of(
            new EncodedPacket(
                -1024, -2048, 1024, true, List.of(new SideData(1, new byte[] {7})), new byte[] {4}),
            new EncodedPacket(0, -1024, 1024, false, List.of(), bytes(payloadBytes, slice))),
        2048,
        true,
        account(),
        "worker-1",
        3);
  }

  public static Source source() {
    return new Source(Source.Kind.V4L2, "/dev/video0", Map.of("framerate", "30"));
  }

  public static AgentInfo agent(String id, long seenAtUs) {
    return new AgentInfo(
        id,
        "host-1",
        seenAtUs,
        List.of(
            new Device(
                "d1", MediaKind.VIDEO, "Webcam", "g1", id, source(), Map.of("width", "1..1920"))));
  }

  public static StreamSpec stream(String id) {
    return new StreamSpec(
        id,
        List.of(
            new StreamSpec.StreamSource("a1", "d1", source(), Wire.RAW, "{\"width\":640}", null),
            new StreamSpec.StreamSource("a2", null, source(), null)
                .resized(new Resize(640, 360, Ratio.UNKNOWN))),
        true,
        List.of(
            new TrackSpec(
                id + "/0/0",
                "{\"width\":320}",
                List.of(new TrackSpec.Disabled(3, 4), new TrackSpec.Disabled(7, 0)))),
        List.of(
            new StreamTrack(id + "/0/1", 0, 1, "s0/2/1", true, false),
            StreamTrack.opened(id, 1, 0).member(false).stop()),
        3);
  }

  public static RecordingSpec recording(String id) {
    return new RecordingSpec(
        id,
        "holiday",
        "s1",
        List.of("s1/0/0", "s1/0/1"),
        "video/webm;codecs=vp9,opus",
        1_000_000,
        64_000,
        2_000_000,
        Lane.BATCH,
        RecordingSpec.Desired.STOPPED,
        11,
        22,
        List.of(new RecordingSpec.Pause(13, 14), new RecordingSpec.Pause(17, 0)),
        List.of(12L, 18L),
        List.of("pause/a", "resume/b"),
        options(),
        Map.of(1, new Resize(320, 180, new Ratio(15, 2))),
        2,
        "InvalidModificationError",
        "a track was added");
  }

  private static EncodingOptions options() {
    return new EncodingOptions(EncodingOptions.BitrateMode.CONSTANT, 500_000, 12);
  }

  public static LiveTrack liveTrack() {
    return new LiveTrack("s1/0/0", "a1", "Webcam", video(), "reelbus.tape.d1", 0);
  }

  public static TapeFrame frame(long timestamp, int size) {
    return new TapeFrame(
        timestamp,
        timestamp - 1,
        40,
        true,
        0,
        new TapeFrame.Picture(1920, 1080, "yuv420p"),
        List.of(new SideData(5, new byte[] {1, 2})),
        ByteBuffer.wrap(bytes(size, timestamp)));
  }

  /** Bytes that differ by seed. */
  public static byte[] bytes(int size, long seed) {
    byte[] bytes = new byte[size];
    new Random(seed).nextBytes(bytes);
    return bytes;
  }
}
