/**
 * Reelbus for Java programs, over HTTP only: no broker, codec or store client comes with it.
 *
 * <p>Way in: {@link io.reelbus.recorder.ReelbusClient#connect}. A recording goes like this:
 *
 * <pre>{@code
 * ReelbusClient reelbus = ReelbusClient.connect(URI.create("http://localhost:8080"));
 * StreamInfo stream = reelbus.openStream(List.of(SourceRequest.device(deviceId)));
 * RecorderInfo recorder =
 *     reelbus.createRecorder(RecorderRequest.of(stream.id(), "video/webm;codecs=vp9,opus"));
 * reelbus.start(recorder.id(), 1000, "lobby");
 * reelbus.stop(recorder.id());
 * RecordingInfo done = reelbus.awaitFinished(recorder.id(), Duration.ofMinutes(1), r -> {});
 * reelbus.downloadFile(done.id(), Path.of("lobby.webm"));
 * reelbus.closeStream(stream.id());
 * }</pre>
 *
 * <p>Every call is made by the caller's thread, blocks until the answer and has a deadline. The
 * client holds no state about streams or recorders: it may be thrown away at any time and the
 * recording goes on. The records here are what the server answers, not live objects.
 *
 * <p>Not here: the event-driven W3C interfaces ({@code MediaRecorder}, {@code MediaStream}), which
 * are built on top of this client.
 */
@NullMarked
package io.reelbus.recorder;

import org.jspecify.annotations.NullMarked;
