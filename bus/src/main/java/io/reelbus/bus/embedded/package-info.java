/**
 * A real Kafka broker inside this JVM: KRaft, broker and controller in one, data in a folder.
 *
 * <p>Way in: {@link io.reelbus.bus.embedded.EmbeddedKafka#start}. It is for one machine: {@code
 * standalone} and tests. Its settings are chosen for a quick start and a quick first delivery, not
 * for many clients. Clients talk to it over TCP like to any other cluster; nothing here knows
 * topics.
 */
@NullMarked
package io.reelbus.bus.embedded;

import org.jspecify.annotations.NullMarked;
