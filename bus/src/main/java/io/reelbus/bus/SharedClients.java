package io.reelbus.bus;

import java.time.Duration;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.jspecify.annotations.Nullable;

/** The clients that all users of a bus share, each made when it is first wanted. */
final class SharedClients implements AutoCloseable {

  private static final Duration CLOSE = Duration.ofSeconds(10);
  private static final Duration CLOSE_ADMIN =
      Duration.ofSeconds(1); // its callers have their answers

  private final Clients clients;
  private @Nullable Admin admin;
  private @Nullable KafkaProducer<byte[], byte[]> tapes;
  private @Nullable KafkaProducer<byte[], byte[]> bulk;
  private @Nullable KafkaProducer<byte[], byte[]> events;
  private boolean closed;

  SharedClients(Clients clients) {
    this.clients = clients;
  }

  synchronized Admin admin() {
    checkOpen();
    if (admin == null) {
      admin = clients.admin();
    }
    return admin;
  }

  synchronized KafkaProducer<byte[], byte[]> tapes() {
    checkOpen();
    if (tapes == null) {
      tapes = clients.tapeProducer();
    }
    return tapes;
  }

  synchronized KafkaProducer<byte[], byte[]> bulk() {
    checkOpen();
    if (bulk == null) {
      bulk = clients.bulkProducer();
    }
    return bulk;
  }

  synchronized KafkaProducer<byte[], byte[]> events() {
    checkOpen();
    if (events == null) {
      events = clients.eventProducer();
    }
    return events;
  }

  private void checkOpen() {
    if (closed) {
      throw new IllegalStateException("the bus is closed");
    }
  }

  @Override
  public synchronized void close() {
    closed = true;
    close(tapes);
    close(bulk);
    close(events);
    if (admin != null) {
      admin.close(CLOSE_ADMIN);
    }
  }

  private static void close(@Nullable KafkaProducer<?, ?> producer) {
    if (producer != null) {
      producer.close(CLOSE);
    }
  }
}
