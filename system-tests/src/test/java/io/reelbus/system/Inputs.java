package io.reelbus.system;

import static io.reelbus.system.SystemFfmpeg.ffmpeg;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Inputs made by the system's FFmpeg; each is made once per folder. */
public final class Inputs {

  /** Pictures that differ from one to the next, and noise whose every sample is its own place. */
  static final String PICTURES = "-f lavfi -i testsrc2=size=320x180:rate=25";

  static final String NOISE =
      "-f lavfi -i anoisesrc=color=pink:seed=7:sample_rate=48000:amplitude=0.5";
  private static final String STEREO_PCM = "-c:a pcm_s16le -ac 2";

  private final Path folder;

  public Inputs(Path folder) {
    this.folder = folder;
  }

  /**
   * Makes a file.
   *
   * @param name with its extension
   * @param options all that makes it, without its name
   */
  public Path make(String name, String options) {
    Path file = folder.resolve(name);
    if (!Files.exists(file)) {
      ffmpeg(options, file);
    }
    return file;
  }

  /**
   * 3.2 s of H.264 with B-frames and key frames every 0.8 s, and uncompressed sound that begins 130
   * ms later and has a number of samples that no packet size divides.
   */
  Path reference() {
    return make(
        "reference.mov",
        PICTURES
            + " -itsoffset 0.13 "
            + NOISE
            + " -map 0:v -map 1:a -vf trim=end_frame=80 -af atrim=end_sample=146113"
            + " -c:v libx264 -preset veryfast"
            + " -threads 1 -g 20 -bf 2 -pix_fmt yuv420p "
            + STEREO_PCM);
  }

  /** The same in other codecs. */
  Path reference(String name, String codecs) {
    return make(name, "-i " + reference() + " -threads 1 -strict -2 " + codecs);
  }

  /** A copy of a file with its bytes changed by hand. */
  Path broken(String name, byte[] bytes) throws IOException {
    return Files.write(folder.resolve(name), bytes);
  }
}
