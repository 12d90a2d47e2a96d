package io.reelbus.system.chaos;

import io.reelbus.bus.Bus;
import io.reelbus.bus.BusSettings;
import io.reelbus.bus.TapeAdmin;
import io.reelbus.objectstore.ObjectStore;
import io.reelbus.objectstore.StoreSettings;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** What is left in a cluster that has nothing to do and nothing open. */
final class Leaks {

  /** What nobody needs is cleared up soon, not at once. */
  private static final Duration SOON = Duration.ofSeconds(60);

  /** A tape of a device that was opened for one stream; a device's own is kept. */
  private static final Pattern ONE_STREAMS =
      Pattern.compile("^reelbus\\.tape\\..*\\p{XDigit}{8}(-\\p{XDigit}{4}){3}-");

  private final Machine machine;

  Leaks(Machine machine) {
    this.machine = machine;
  }

  /** What is still there after a while; nothing when all is well. */
  List<String> find() throws InterruptedException {
    long since = System.nanoTime();
    while (true) {
      List<String> leaks = look();
      if (leaks.isEmpty() || System.nanoTime() - since > SOON.toNanos()) {
        return leaks;
      }
      TimeUnit.SECONDS.sleep(1);
    }
  }

  private List<String> look() {
    List<String> leaks = new ArrayList<>();
    try (ObjectStore store =
        ObjectStore.connect(
            StoreSettings.of(machine.store(), Machine.KEY, Machine.SECRET, "reelbus"))) {
      store.unfinishedUploads("").forEach(upload -> leaks.add("upload " + upload));
    }
    try (Bus bus = Bus.connect(BusSettings.defaults(machine.bus()))) {
      tapes(bus.tapes(), leaks);
    }
    for (Part part : List.of(Part.AGENT, Part.ASSEMBLER, Part.ENCODER, Part.ENCODER2)) {
      int handles = machine.nativeHandles(part);
      if (handles != 0) {
        leaks.add(handles + " native objects in " + part.word());
      }
    }
    files("temporary file ", machine.folder().resolve("tmp"), leaks);
    files("spooled frames ", machine.spool().resolve(Machine.AGENT_ID), leaks);
    return leaks;
  }

  private static void files(String what, Path folder, List<String> leaks) {
    try (Stream<Path> files = Files.list(folder)) {
      files.forEach(file -> leaks.add(what + folder.relativize(file)));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void tapes(TapeAdmin tapes, List<String> leaks) {
    String pool = tapes.pool(Machine.AGENT_ID);
    for (int partition = 0; partition < tapes.partitions(pool); partition++) {
      long frames = tapes.endOffset(pool, partition) - tapes.startOffset(pool, partition);
      if (frames != 0) {
        leaks.add(frames + " records in " + pool + "-" + partition);
      }
    }
    try (Stream<Path> logs = Files.list(machine.folder().resolve("bus/kafka"))) {
      logs.map(log -> log.getFileName().toString())
          .filter(name -> ONE_STREAMS.matcher(name).find() && !name.endsWith("-delete"))
          .forEach(name -> leaks.add("topic of " + name));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
