/**
 * Reelbus for Java programs, over HTTP and WebSocket only: no broker, codec or store client comes
 * with it.
 *
 * <p>Way in: {@link io.reelbus.recorder.MediaDevices#connect}, the W3C interfaces:
 *
 * <pre>{@code
 * MediaDevices devices = MediaDevices.connect(URI.create("http://localhost:8080"));
 * MediaStream stream = devices.getUserMedia(MediaStreamConstraints.video().audio());
 * MediaRecorder recorder =
 *     new MediaRecorder(stream, MediaRecorderOptions.mimeType("video/webm;codecs=vp9,opus"));
 * recorder.onDataAvailable(e -> chunks.add(e.data()));
 * recorder.start(1000);
 * }</pre>
 *
 * <p>Below it, {@link io.reelbus.recorder.ReelbusClient}: one method for each call of the storage
 * API, made by the caller's thread, with a deadline. It holds no state; its records are what the
 * server answers, not live objects.
 *
 * <p>Programs to start from are in {@code src/test/java/io/reelbus/examples}.
 */
@NullMarked
package io.reelbus.recorder;

import org.jspecify.annotations.NullMarked;
