package io.reelbus.system.chaos;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * Does a schedule to a machine, one act after the other: each begins when every part works again
 * and a pause is over, so that a schedule means the same on a quick and on a slow machine.
 */
final class Tormentor {

  private final Machine machine;

  Tormentor(Machine machine) {
    this.machine = machine;
  }

  /**
   * Does all of it.
   *
   * @param spread over how long at least: acts do not begin sooner than evenly spread over it
   */
  List<Done> run(List<Act> acts, Duration spread, Consumer<Done> each) throws InterruptedException {
    List<Done> done = new ArrayList<>();
    long begunNanos = System.nanoTime();
    for (Act act : acts) {
      long dueNanos = begunNanos + spread.toNanos() / acts.size() * done.size();
      TimeUnit.NANOSECONDS.sleep(dueNanos - System.nanoTime());
      TimeUnit.MILLISECONDS.sleep(act.pauseMs());
      Done one = run(act);
      done.add(one);
      each.accept(one);
    }
    return done;
  }

  private Done run(Act act) throws InterruptedException {
    long atUs = nowUs();
    begin(act);
    TimeUnit.MILLISECONDS.sleep(act.forMs());
    end(act);
    long undoneAtUs = nowUs();
    List<Part> up = machine.awaitUp();
    return new Done(act, atUs, undoneAtUs, nowUs(), up.get(up.size() - 1));
  }

  private void begin(Act act) {
    switch (act.kind()) {
      case KILL -> machine.kill(act.parts());
      case RESTART -> machine.stop(act.parts());
      case FREEZE -> act.parts().forEach(part -> machine.process(part).freeze());
      case CUT_OFF -> machine.cutOff(act.parts());
      case BUS_BROKEN -> machine.busLink().down(true);
      case BUS_SILENT -> machine.busLink().silent(true);
      case STORE_BROKEN -> machine.storeLink().down(true);
      case STORE_FAILS -> machine.storeLink().failing(true);
      case STORE_FULL -> machine.process(Part.STORE).limitFiles("0");
    }
  }

  private void end(Act act) {
    switch (act.kind()) {
      case KILL, RESTART -> act.parts().forEach(machine::start);
      case FREEZE -> act.parts().forEach(part -> machine.process(part).thaw());
      case CUT_OFF -> machine.cutOff(List.of());
      case BUS_BROKEN -> machine.busLink().down(false);
      case BUS_SILENT -> machine.busLink().silent(false);
      case STORE_BROKEN -> machine.storeLink().down(false);
      case STORE_FAILS -> machine.storeLink().failing(false);
      case STORE_FULL -> machine.process(Part.STORE).limitFiles("unlimited");
    }
  }

  static long nowUs() {
    return ChronoUnit.MICROS.between(Instant.EPOCH, Instant.now());
  }
}
