package io.reelbus.agent;

import io.reelbus.ffmpeg.CutEncoder;
import io.reelbus.model.ChunkId;
import io.reelbus.model.Cut;
import io.reelbus.model.LedgerEvent.Captured;
import io.reelbus.model.LedgerEvent.Failed;
import io.reelbus.model.LiveTrack;
import io.reelbus.model.Loss;
import io.reelbus.model.LossCause;
import io.reelbus.model.MediaException;
import io.reelbus.model.RecordingSpec;
import io.reelbus.model.SliceAccount;
import java.util.List;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Ends recordings that an earlier life of this agent left open and that time has passed by: each
 * track gets an empty last slice that names the loss, so that what was captured is stored.
 */
final class AbandonedRecordings {

  private static final Logger LOG = LoggerFactory.getLogger(AbandonedRecordings.class);

  private final AgentContext context;
  private final LedgerView ledger;

  AbandonedRecordings(AgentContext context, LedgerView ledger) {
    this.context = context;
    this.ledger = ledger;
  }

  /** Ends this agent's tracks of a recording. */
  void finish(RecordingSpec spec) {
    LOG.warn("{}: the agent was down while it ran; it ends here", spec.recordingId());
    Map<Integer, LedgerView.Progress> captured = Map.copyOf(ledger.captured(spec.recordingId()));
    if (captured.isEmpty()) {
      fail(spec, "AbortError", "the agent was down before anything was captured");
      return;
    }
    try {
      EncoderPlan plan = new EncoderPlan(spec, CutEncoder::canEncode);
      for (int n = 0; n < spec.trackIds().size(); n++) {
        LiveTrack track = ledger.track(spec.streamId(), spec.trackIds().get(n));
        LedgerView.Progress progress = captured.getOrDefault(n, new LedgerView.Progress(-1, false));
        if (track != null
            && track.agentId().equals(context.settings().agentId())
            && !progress.last()) {
          end(spec, plan, track, n, progress.slice() + 1, true);
        }
      }
    } catch (MediaException e) {
      fail(spec, e.name(), String.valueOf(e.getMessage()));
    }
  }

  /**
   * Ends one of this agent's tracks of a recording that goes on.
   *
   * @param isLoss whether something was to come; false for one that was stopped
   */
  void finishTrack(RecordingSpec spec, int number, boolean isLoss) {
    LiveTrack track = ledger.track(spec.streamId(), spec.trackIds().get(number));
    LedgerView.Progress progress =
        ledger
            .captured(spec.recordingId())
            .getOrDefault(number, new LedgerView.Progress(-1, false));
    if (track == null || progress.last()) {
      return;
    }
    try {
      EncoderPlan plan = new EncoderPlan(spec, CutEncoder::canEncode);
      end(spec, plan, track, number, progress.slice() + 1, isLoss);
    } catch (MediaException e) {
      fail(spec, e.name(), String.valueOf(e.getMessage()));
    }
  }

  private void fail(RecordingSpec spec, String name, String message) {
    var unused = context.outbox().event(new Failed(spec.recordingId(), name, message));
  }

  private void end(
      RecordingSpec spec,
      EncoderPlan plan,
      LiveTrack track,
      int number,
      int slice,
      boolean isLoss) {
    long fromUs = SliceSchedule.of(spec).borderUs(slice);
    long toUs =
        spec.stoppedAtUs() > 0 ? Math.max(fromUs, spec.stoppedAtUs() - spec.startedAtUs()) : fromUs;
    Loss loss = new Loss(LossCause.AGENT_DOWN, 0, fromUs, toUs, "the agent was down from here on");
    SliceAccount account =
        new SliceAccount(0, fromUs, fromUs, 0, isLoss ? List.of(loss) : List.of());
    ChunkId id = new ChunkId(spec.recordingId(), number, slice);
    Cut cut =
        new Cut(
            id,
            spec.lane(),
            List.of(),
            track.format(),
            plan.resolve(track.format(), true, spec.resizes().get(number)),
            Long.MAX_VALUE,
            Long.MAX_VALUE,
            0,
            0,
            Long.MAX_VALUE,
            Long.MAX_VALUE,
            true,
            account);
    var unused =
        context
            .outbox()
            .event(new Captured(id, account, List.of(), true, cut))
            .thenCompose(known -> context.outbox().cut(cut));
  }
}
