package io.reelbus.agent;

import io.reelbus.model.Cut;
import io.reelbus.model.LiveTrack;
import io.reelbus.model.RecordingSpec;
import java.util.HashSet;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Queues the cuts of which an earlier life of this agent may have written the ledger's line only.
 * Belongs to the control thread.
 */
final class QueuedAgain {

  private static final Logger LOG = LoggerFactory.getLogger(QueuedAgain.class);

  private final AgentContext context;
  private final LedgerView ledger;
  private final Set<String> done = new HashSet<>();

  QueuedAgain(AgentContext context, LedgerView ledger) {
    this.context = context;
    this.ledger = ledger;
  }

  /** Does so for this agent's tracks of a recording, once, before anything else is cut for it. */
  void queue(RecordingSpec spec) {
    if (!done.add(spec.recordingId())) {
      return;
    }
    for (Cut cut : ledger.unsettled(spec.recordingId())) {
      LiveTrack track = ledger.track(spec.streamId(), spec.trackIds().get(cut.id().track()));
      if (track != null && track.agentId().equals(context.settings().agentId())) {
        LOG.info("{}: the cut is queued again", cut.id());
        var unused = context.outbox().cut(cut);
      }
    }
  }

  /** The recording is over. */
  void forget(String recordingId) {
    done.remove(recordingId);
  }
}
