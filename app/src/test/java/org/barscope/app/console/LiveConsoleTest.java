package org.barscope.app.console;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.barscope.engine.Switches;
import org.barscope.engine.Topology;
import org.barscope.engine.protocol.bytes.Bytes;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The console on real threads.
class LiveConsoleTest {
  @TempDir private Path folder;

  @Test
  void answersAsTheVirtualClockDoes() {
    try (Script script = Script.live(Script.TOPOLOGY)) {
      script.play(
          """
          > {"id":1,"op":"device.open","vf":1}
          < {"id":1,"ok":true}
          > {"id":2,"op":"config.write","vf":1,"offset":4,"data":"0700"}
          < {"id":2,"ok":true,"count":2}
          > {"id":3,"op":"bar.read","vf":1,"bar":0,"offset":0,"length":4}
          < {"id":3,"ok":true,"data":"6480bf39"}
          > {"id":4,"op":"admin","opcode":3,"member":1,"data":"12","resultLength":1,"timeoutMillis":100000}
          < {"id":4,"ok":true,"status":0,"qualifier":0,"usedLength":9,"written":"000000000000000000"}
          > {"id":5,"op":"bar.write","vf":1,"bar":0,"offset":16,"data":"0000","timeoutMillis":100000}
          < {"id":5,"ok":true,"count":2}
          """);
      String step = script.line("{\"op\":\"clock.step\",\"nanos\":1000}");
      assertTrue(step.matches("\\{\"id\":null,\"ok\":true,\"now\":\\d+}"), step);
      String events = script.line("{\"op\":\"events\",\"since\":0,\"limit\":1}");
      assertTrue(events.contains("\"mode\":\"live\""), events);
    }
  }

  /// A firmware that answers every command with zeros, and reads of registers only when told to.
  @Test
  void aFirmwareThatDoesNotAnswerLeavesTheAccessPending() throws IOException {
    CountDownLatch answer = new CountDownLatch(1);
    Path socket = folder.resolve("fw");
    try (ServerSocketChannel server = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
      server.bind(UnixDomainSocketAddress.of(socket));
      Thread.ofPlatform().daemon().start(() -> serve(server, answer));
      Topology.Pf pf =
          new Topology.Pf(
              64,
              List.of(Topology.net(Bytes.hex("525400000001"))),
              new Topology.External(socket.toString(), 600_000),
              true);
      try (Script script = Script.live(new Topology(List.of(pf), Switches.DEFAULT, 0))) {
        script.line("{\"op\":\"device.open\",\"vf\":1}");
        script.line("{\"op\":\"config.write\",\"vf\":1,\"offset\":4,\"data\":\"0700\"}");
        String pending =
            script.line(
                "{\"op\":\"bar.read\",\"vf\":1,\"bar\":0,\"offset\":18,\"length\":1,"
                    + "\"timeoutMillis\":0}");
        assertTrue(pending.matches("\\{\"id\":null,\"ok\":true,\"pending\":\\d+}"), pending);
        String number = pending.replaceAll("\\D", "");
        String event = script.line("{\"op\":\"events\",\"limit\":1,\"since\":" + number + "}");
        assertTrue(event.contains("\"kind\":\"AccessStart\""), event);
        assertEquals(
            "{\"id\":7,\"ok\":true,\"pending\":" + number + "}",
            script.line(
                "{\"id\":7,\"op\":\"wait\",\"timeoutMillis\":1,\"access\":" + number + "}"));
        answer.countDown();
        assertEquals(
            "{\"id\":8,\"ok\":true,\"data\":\"5a\"}",
            script.line("{\"id\":8,\"op\":\"wait\",\"access\":" + number + "}"));
      }
    }
  }

  private static void serve(ServerSocketChannel server, CountDownLatch answer) {
    try (SocketChannel channel = server.accept();
        BufferedReader lines =
            new BufferedReader(
                new InputStreamReader(Channels.newInputStream(channel), StandardCharsets.UTF_8))) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        String written = "0000000000000000";
        if (line.contains("\"opcode\":0,")) {
          written += "7f00000000000000";
        } else if (line.contains("\"opcode\":6,")) {
          written += "0204000000000000" + "0030000000000000" + "00".repeat(48);
        } else if (line.contains("\"opcode\":3,")) {
          answer.await();
          written += "5a";
        }
        String id = line.replaceAll(".*\"id\":(\\d+).*", "$1");
        String reply = "{\"id\":" + id + ",\"written\":\"" + written + "\"}\n";
        channel.write(ByteBuffer.wrap(reply.getBytes(StandardCharsets.UTF_8)));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
