package io.reelbus.api;

import io.reelbus.api.view.ClusterView;
import io.reelbus.api.view.StreamState;
import io.reelbus.api.view.StreamState.Placed;
import io.reelbus.model.LedgerEvent.TrackOverconstrained;
import io.reelbus.model.LiveTrack;
import io.reelbus.model.StreamSpec.StreamSource;
import io.reelbus.model.constraints.ConstrainableProperty;
import io.reelbus.model.constraints.MediaTrackConstraints;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Finds tracks whose source was opened again, after its agent was restarted, with settings that do
 * not satisfy their constraints any more.
 */
final class Overconstrained {

  private static final Logger LOG = LoggerFactory.getLogger(Overconstrained.class);

  private Overconstrained() {}

  /** Lines that the ledger does not have yet. */
  static List<TrackOverconstrained> unsaid(ClusterView view) {
    List<TrackOverconstrained> unsaid = new ArrayList<>();
    for (StreamState stream : view.streams().all()) {
      for (Placed placed : stream.placed()) {
        int source = placed.desired().source();
        if (placed.live() && stream.sources().get(source).changed()) {
          add(view, stream, stream.spec().sources().get(source), placed.track(), unsaid);
        }
      }
    }
    return unsaid;
  }

  private static void add(
      ClusterView view,
      StreamState stream,
      StreamSource source,
      LiveTrack track,
      List<TrackOverconstrained> unsaid) {
    JsonObject json = StreamJson.constraints(stream, source, track);
    try {
      MediaTrackConstraints constraints = ConstraintsReader.track(json, "constraints");
      ConstrainableProperty violated =
          DeviceChooser.violated(
              constraints.only(track.format().kind()),
              SourceSettings.of(track, source, StreamJson.device(source, view.agents())));
      if (violated != null) {
        TrackOverconstrained line =
            new TrackOverconstrained(stream.id(), track.trackId(), violated.text());
        if (!view.isTold(line)) {
          unsaid.add(line);
        }
      }
    } catch (RuntimeException e) { // written by another release
      LOG.debug("{}: constraints {}: {}", track.trackId(), json, e.toString());
    }
  }
}
