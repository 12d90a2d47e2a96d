package io.reelbus.system;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whose connection it is, from its first bytes. */
class RelayedConnectionTest {

  private static ByteBuffer request(int clientIdLength, String clientId) {
    ByteBuffer request = ByteBuffer.allocate(100);
    request.putInt(90).putShort((short) 18).putShort((short) 4).putInt(1);
    request.putShort((short) clientIdLength).put(clientId.getBytes(StandardCharsets.UTF_8));
    return request.flip();
  }

  @Test
  void clientId_kafkaRequest_isItsClientId() {
    assertThat(RelayedConnection.clientId(request(14, "reelbus-cuts-7tail")))
        .isEqualTo("reelbus-cuts-7");
  }

  @ParameterizedTest
  @ValueSource(ints = {-1, 19, 3000})
  void clientId_noneOrCutShort_isEmpty(int length) {
    assertThat(RelayedConnection.clientId(request(length, "reelbus-cuts-7"))).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "GET", "GET / HTTP/1.1\r\nHost: camera\r\n\r\n"})
  void clientId_somethingElse_isEmpty(String words) {
    assertThat(
            RelayedConnection.clientId(ByteBuffer.wrap(words.getBytes(StandardCharsets.US_ASCII))))
        .isEmpty();
  }
}
