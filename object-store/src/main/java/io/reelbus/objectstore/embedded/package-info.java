/**
 * A real S3 endpoint in this process whose buckets and objects are plain folders and files: for one
 * machine, for tests, for trying things out. The only user of {@code org.gaul.s3proxy}.
 *
 * <p>Way in: {@link io.reelbus.objectstore.embedded.EmbeddedS3#start}. It has threads of its own.
 * It is more lenient than S3 (it takes parts under 5 MiB), so do not take its word for what S3
 * accepts. Only {@code standalone} and tests may depend on this package.
 */
@NullMarked
package io.reelbus.objectstore.embedded;

import org.jspecify.annotations.NullMarked;
