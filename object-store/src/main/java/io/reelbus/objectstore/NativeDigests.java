package io.reelbus.objectstore;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.Provider;
import java.security.Security;
import java.util.ServiceConfigurationError;
import java.util.ServiceLoader;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * MD5 and SHA-256 in machine code, for this whole JVM: every byte of a file is digested some six
 * times on its way into an S3 store and back (signature, Content-MD5, ETag, read-back), and Java's
 * own digests are only quick when the second compiler has seen them, which the launcher does
 * without.
 *
 * <p>Where there is no such library (Windows, or another processor) Java's own go on: the same
 * digests, later; {@code -Dreelbus.digests=java} keeps them everywhere. Of the library's provider
 * only message digests are taken, neither its ciphers nor its random numbers.
 */
public final class NativeDigests extends Provider {

  private static final long serialVersionUID = 1L;
  private static final Logger log = LoggerFactory.getLogger(NativeDigests.class);
  private static final String LIBRARY = "AmazonCorrettoCryptoProvider";
  private static final AtomicBoolean BEGUN = new AtomicBoolean();
  private static final CountDownLatch DONE = new CountDownLatch(1);

  private NativeDigests(Provider library) {
    super("Reelbus", library.getVersionStr(), "message digests of " + library.getName());
    library.getServices().stream()
        .filter(service -> service.getType().equals("MessageDigest"))
        .forEach(service -> putService(new Digest(this, service)));
  }

  /** One algorithm, passed on. */
  private static final class Digest extends Service {

    private final Service original;

    Digest(Provider provider, Service original) {
      super(
          provider,
          original.getType(),
          original.getAlgorithm(),
          original.getClassName(),
          null,
          null);
      this.original = original;
    }

    @Override
    public Object newInstance(Object parameter) throws NoSuchAlgorithmException {
      return original.newInstance(parameter);
    }
  }

  /**
   * Puts them before Java's own; returns at once. Loading takes half a second of work, as Java
   * verifies the library's signature: not when something else starts. Any thread, any number of
   * times.
   */
  public static void install() {
    if (!"java".equals(System.getProperty("reelbus.digests")) && BEGUN.compareAndSet(false, true)) {
      Thread thread = new Thread(NativeDigests::load, "reelbus-digests");
      thread.setDaemon(true);
      thread.start();
    }
  }

  private static void load() {
    try {
      for (Provider one : ServiceLoader.load(Provider.class)) {
        if (one.getName().equals(LIBRARY)) {
          NativeDigests digests = new NativeDigests(one);
          MessageDigest.getInstance("SHA-256", digests).digest(); // or throws
          Security.insertProviderAt(digests, 1);
          log.debug("{} {}", digests.getInfo(), digests.getVersionStr());
        }
      }
    } catch (NoSuchAlgorithmException | ServiceConfigurationError | LinkageError e) {
      log.info("digests are Java's own, which are slower: {}", e.toString());
    } finally {
      DONE.countDown();
    }
  }

  /** Installs them, and waits until they are in use; false when there are none. For tests. */
  static boolean awaitInstalled() throws InterruptedException {
    install();
    return DONE.await(30, TimeUnit.SECONDS) && Security.getProvider("Reelbus") != null;
  }
}
