package io.reelbus.system.chaos;

import io.reelbus.system.ReelbusProcess;
import io.reelbus.system.chaos.IngestLoad.Input;
import io.reelbus.system.chaos.IngestLoad.Output;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;

/**
 * One run: an undisturbed ingest, then ingests and live recordings while schedules are done to the
 * machine, then a look at what became of them and what is left.
 */
final class Chaos {

  private static final int THREADS = 2;

  private final Path folder;
  private final List<Input> inputs;

  Chaos(Path folder, List<Input> inputs) {
    this.folder = folder;
    this.inputs = inputs;
  }

  /** Runs; the report has what was found. */
  Report run(String name, long seed, List<Phase> phases) throws IOException, InterruptedException {
    Report report = new Report("chaos " + name, seed);
    try (Machine machine = new Machine(folder)) {
      machine.set("REELBUS_SPOOL_FOLDER", machine.spool()); // a bus may take minutes to come back
      machine.start();
      Map<String, String> undisturbed =
          ingest(machine).once(inputs).stream()
              .peek(output -> report.fault(output.state().equals("stored"), "" + output))
              .collect(Collectors.toMap(output -> output.input().name(), Output::sha256));
      report.begin(undisturbed);
      try (Memory memory = new Memory(machine)) {
        for (Phase phase : phases) {
          run(machine, phase, report);
        }
        report.memory(memory.table());
      }
      report.leaks(new Leaks(machine).find());
      for (ReelbusProcess process : machine.ended()) {
        report.ended(process);
      }
    }
    List<String> left = new ArrayList<>();
    ProcessHandle.current()
        .descendants()
        .filter(ProcessHandle::isAlive)
        .forEach(process -> left.add("process " + process.info()));
    report.leaks(left);
    return report;
  }

  private static IngestLoad ingest(Machine machine) {
    return new IngestLoad(machine.client(), what -> Stall.write(machine, what));
  }

  private void run(Machine machine, Phase phase, Report report) throws InterruptedException {
    LiveLoad live = phase.live() ? LiveLoad.start(machine.api()) : null;
    IngestLoad ingest = ingest(machine);
    List<CompletableFuture<Void>> running = ingest.start(inputs, THREADS);
    report.phase();
    List<Done> done = new Tormentor(machine).run(phase.acts(), phase.spread(), report::done);
    report.outputs(ingest.finish(running));
    if (live != null) {
      report.live(live.stop(), done);
    }
  }
}
