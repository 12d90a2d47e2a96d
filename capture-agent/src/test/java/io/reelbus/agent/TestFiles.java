package io.reelbus.agent;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/** Small media files made without an encoder. */
final class TestFiles {

  private TestFiles() {}

  /** Uncompressed pictures, 30 a second. */
  static Path y4m(Path file, int width, int height, int frames) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    String head = "YUV4MPEG2 W" + width + " H" + height + " F30:1 Ip A1:1 C420jpeg\n";
    out.writeBytes(head.getBytes(StandardCharsets.US_ASCII));
    for (int i = 0; i < frames; i++) {
      out.writeBytes("FRAME\n".getBytes(StandardCharsets.US_ASCII));
      byte[] picture = new byte[width * height * 3 / 2];
      for (int p = 0; p < width * height; p++) {
        picture[p] = (byte) (p + 3 * i);
      }
      out.writeBytes(picture);
    }
    return Files.write(file, out.toByteArray());
  }

  /** A tone. */
  static Path wav(Path file, int rate, int samples) throws IOException {
    ByteBuffer out = ByteBuffer.allocate(44 + 2 * samples).order(ByteOrder.LITTLE_ENDIAN);
    out.put("RIFF".getBytes(StandardCharsets.US_ASCII)).putInt(36 + 2 * samples);
    out.put("WAVEfmt ".getBytes(StandardCharsets.US_ASCII)).putInt(16);
    out.putShort((short) 1).putShort((short) 1).putInt(rate).putInt(2 * rate);
    out.putShort((short) 2).putShort((short) 16);
    out.put("data".getBytes(StandardCharsets.US_ASCII)).putInt(2 * samples);
    for (int i = 0; i < samples; i++) {
      out.putShort((short) (8000 * Math.sin(2 * Math.PI * 997 * i / rate)));
    }
    return Files.write(file, out.array());
  }
}
