package io.reelbus.api;

import io.reelbus.api.view.ClusterView;
import io.reelbus.bus.Bus;
import io.reelbus.bus.Health;
import io.reelbus.model.MediaException;
import io.reelbus.objectstore.ObjectStore;
import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.WorkerExecutor;
import io.vertx.core.file.FileSystemOptions;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The storage API as a role: an HTTP server over the bus and the object store, which stay the
 * caller's. {@link #start} and {@link #close} are called once each, by one thread; the rest by any.
 */
public final class StorageApi implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(StorageApi.class);
  private static final int WORKERS = 8;
  private static final int IDLE_SECONDS = 60;
  private static final int MAX_CONNECTIONS = 4096;
  private static final long LISTEN_SECONDS = 30;
  private static final long CLOSE_SECONDS = 10;

  private final ApiSettings settings;
  private final Bus bus;
  private final ObjectStore store;
  private final DiskGate disk;
  private final ClusterView view;
  private final InstantSource wall = InstantSource.system();
  private @Nullable Vertx vertx;
  private @Nullable Metrics metrics;
  private @Nullable BlobSource blobSource;
  private volatile int port;

  /** Makes the role; nothing runs yet. */
  public StorageApi(ApiSettings settings, Bus bus, ObjectStore store) {
    this(settings, bus, store, () -> null);
  }

  /**
   * One that is on a machine with an embedded bus or store.
   *
   * @param disk the disk these are on, as it is now; asked by any thread
   */
  public StorageApi(
      ApiSettings settings, Bus bus, ObjectStore store, Supplier<@Nullable DiskSpace> disk) {
    this.disk = new DiskGate(disk);
    this.settings = settings;
    this.bus = bus;
    this.store = store;
    this.view = new ClusterView(wall, System::nanoTime, settings.eventsKept());
  }

  /**
   * Makes topics and bucket when they are missing, reads the past from the bus, then listens.
   * Returns when requests are taken.
   *
   * @throws MediaException RETRY when bus or store do not answer in time; {@code NotReadableError}
   *     (STOP) when the port cannot be used. Close it then
   */
  public void start() {
    bus.ensureTopics();
    store.ensureBucket();
    view.start(bus);
    Vertx made =
        Vertx.vertx(
            new VertxOptions()
                .setEventLoopPoolSize(1)
                .setWorkerPoolSize(2)
                .setUseDaemonThread(true)
                .setFileSystemOptions(new FileSystemOptions().setClassPathResolvingEnabled(false)));
    vertx = made;
    HttpServer server = await(listen(made));
    port = server.actualPort();
    LOG.info("storage API listens on http://{}:{}", settings.host(), port);
  }

  /** Port in use, 1 to 65535; 0 before {@link #start} returned. */
  public int port() {
    return port;
  }

  /** Whether it listens and its view of the bus is complete. */
  public Health check() {
    return port == 0 ? new Health(false, "not listening") : view.check();
  }

  /** Stops listening, drops connections and tails. Recordings go on without it. */
  @Override
  public void close() {
    port = 0;
    Vertx open = vertx;
    vertx = null;
    if (open != null) {
      try {
        open.close().await(CLOSE_SECONDS, TimeUnit.SECONDS);
      } catch (TimeoutException e) {
        LOG.warn("storage API: not closed within {} s; going on without waiting", CLOSE_SECONDS);
      }
    }
    Metrics measured = metrics;
    if (measured != null) {
      measured.close();
    }
    BlobSource blobs = blobSource;
    if (blobs != null) {
      blobs.close();
    }
    view.close();
  }

  private Future<HttpServer> listen(Vertx made) {
    Pressure pressure = new Pressure(view.recordings(), wall, bus.tapes()::retention);
    Assembling assembling = new Assembling(view.recordings(), System::nanoTime);
    Metrics measured = new Metrics(view, pressure, assembling, disk);
    metrics = measured;
    WorkerExecutor busWorkers = made.createSharedWorkerExecutor("reelbus-api-bus", 4);
    WorkerExecutor storeWorkers =
        made.createSharedWorkerExecutor("reelbus-api-store", WORKERS, 2, TimeUnit.MINUTES);
    Waits waits = new Waits(made, busWorkers, view, bus);
    Turns turns = new Turns(); // of streams and tracks, by id
    Housekeeping housekeeping =
        new Housekeeping(view, waits, new PushTopics(bus, busWorkers), wall);
    TrackSetOperations trackSets =
        new TrackSetOperations(view, waits, turns, settings.openDeadline(), housekeeping::runOnce);
    Map<String, Handler<RoutingContext>> operations =
        operations(
            made,
            waits,
            turns,
            trackSets,
            storeWorkers,
            busWorkers,
            pressure,
            assembling,
            measured);
    new Notary(made, busWorkers, view, bus).start(made);
    made.setPeriodic(Housekeeping.EVERY_MS, timer -> housekeeping.runOnce());
    LastRoom lastRoom = new LastRoom(view, waits, disk, wall);
    made.setPeriodic(LastRoom.EVERY_MS, timer -> lastRoom.runOnce());
    made.setPeriodic(Assembling.REFRESH_MS, timer -> assembling.refresh());
    made.setPeriodic(
        Pressure.REFRESH_MS, timer -> busWorkers.executeBlocking(() -> refreshed(pressure), true));
    return Doorway.open(made, settings.maxBodyBytes(), operations)
        .compose(router -> serve(made, router));
  }

  private static Pressure refreshed(Pressure pressure) {
    pressure.refresh();
    return pressure;
  }

  private Future<HttpServer> serve(Vertx made, Router router) {
    HttpServerOptions options =
        new HttpServerOptions()
            .setHost(settings.host())
            .setPort(settings.port())
            .setIdleTimeout(IDLE_SECONDS)
            .setHttp2ClearTextEnabled(false) // no browser speaks it, and it has limits of its own
            .setMaxInitialLineLength(8192)
            .setMaxHeaderSize(16_384)
            .setMaxFormAttributeSize(8192)
            .setMaxWebSocketFrameSize(1 << 20) // browsers send a pushed blob as one frame
            .setMaxWebSocketMessageSize(1 << 20)
            .setCompressionSupported(false); // media does not compress, and ranges are of bytes
    Gate gate = new Gate(router, MAX_CONNECTIONS);
    return made.createHttpServer(options)
        .connectionHandler(gate::connected)
        .requestHandler(gate)
        .listen();
  }

  private Map<String, Handler<RoutingContext>> operations(
      Vertx made,
      Waits waits,
      Turns turns,
      TrackSetOperations trackSets,
      WorkerExecutor storeWorkers,
      WorkerExecutor busWorkers,
      Pressure pressure,
      Assembling assembling,
      Metrics measured) {
    StreamOperations streams =
        new StreamOperations(
            view,
            waits,
            turns,
            new PushTopics(bus, busWorkers),
            settings.openDeadline(),
            trackSets,
            disk);
    PushOperations pushes = new PushOperations(made, view, bus, busWorkers);
    TrackOperations tracks = new TrackOperations(view, turns, trackSets, wall);
    RecorderOperations recorders =
        new RecorderOperations(view, waits, settings.maxInactiveRecorders(), wall, disk);
    RecordingOperations recordings = new RecordingOperations(view, waits, store, storeWorkers);
    FileOperations files =
        new FileOperations(recordings, store, storeWorkers, settings.maxDownloads(), measured);
    BlobSource source = new BlobSource(made, bus);
    blobSource = source;
    BlobOperations blobs = new BlobOperations(view, recordings, files, source);
    EventOperations events =
        new EventOperations(made, view, source, settings.maxEventStreams(), measured);
    events.watchDevices();
    HealthOperation health =
        new HealthOperation(
            bus, store, view, pressure, assembling, disk, busWorkers, System::nanoTime);

    Map<String, Handler<RoutingContext>> all = new LinkedHashMap<>();
    all.put("getHealth", health::health);
    all.put("getMetrics", measured::scrape);
    all.put("getTypes", Answers.json(200, TypeOperations::types));
    all.put("getDevices", Answers.json(200, streams::devices));
    all.put("listStreams", Answers.json(200, streams::list));
    all.put("openStream", Answers.json(201, streams::open));
    all.put("getStream", Answers.json(200, streams::get));
    all.put("closeStream", Answers.nothing(streams::close));
    all.put("cloneStream", Answers.json(201, streams::cloneStream));
    all.put("addTrack", Answers.json(200, trackSets::add));
    all.put("removeTrack", Answers.nothing(trackSets::remove));
    all.put("pushMedia", pushes::socket);
    all.put("putMedia", pushes::body);
    all.put("cloneTrack", Answers.json(201, tracks::cloneTrack));
    all.put("stopTrack", Answers.nothing(trackSets::stop));
    all.put("getTrack", Answers.json(200, tracks::get));
    all.put("patchTrack", Answers.json(200, tracks::patch));
    all.put("createRecorder", Answers.json(201, recorders::create));
    all.put("getRecorder", Answers.json(200, recorders::get));
    all.put("startRecorder", Answers.json(200, recorders::start));
    all.put("pauseRecorder", Answers.json(200, recorders::pause));
    all.put("resumeRecorder", Answers.json(200, recorders::resume));
    all.put("requestRecorderData", Answers.json(200, recorders::requestData));
    all.put("stopRecorder", Answers.json(200, recorders::stop));
    all.put("listRecordings", Answers.json(200, recordings::list));
    all.put("getRecording", Answers.json(200, recordings::get));
    all.put("deleteRecording", Answers.nothing(recordings::delete));
    all.put("getManifest", recordings::manifest);
    all.put("getLedger", Answers.json(200, recordings::ledger));
    all.put("getFile", files::send);
    all.put("headFile", files::send);
    all.put("getRecorderBlob", blobs::sendOfRecorder);
    all.put("getRecordingBlob", blobs::sendOfRecording);
    all.put("getEvents", events::listen);
    all.replaceAll(
        (operation, handler) ->
            context -> {
              measured.observe(context, operation);
              handler.handle(context);
            });
    return all;
  }

  private HttpServer await(Future<HttpServer> listening) {
    try {
      return listening.await(LISTEN_SECONDS, TimeUnit.SECONDS);
    } catch (Exception e) { // await throws whatever the future failed with
      throw new MediaException(
          "NotReadableError",
          MediaException.Next.STOP,
          "storage API on " + settings.host() + ":" + settings.port() + ": " + e.getMessage(),
          e);
    }
  }
}
