package org.barscope.tracer.format;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.zip.GZIPOutputStream;
import org.barscope.tracer.recording.ImportReport;
import org.barscope.tracer.recording.Recording;
import org.barscope.tracer.recording.TraceDataException;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class QemuLogDamageTest {
  private static final String RESET =
      "memory_region_ops_write cpu 0 mr 0x5500 addr 0xc012 value 0x0 size 1 name 'virtio-pci'\n";

  private static byte[] gzip(String text) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (GZIPOutputStream gzip = new GZIPOutputStream(out)) {
      gzip.write(text.getBytes(StandardCharsets.ISO_8859_1));
    }
    return out.toByteArray();
  }

  private static String failure(byte[] bytes) {
    return assertThrows(
            TraceDataException.class,
            () -> QemuLog.read(new ByteArrayInputStream(bytes), "test.log"))
        .getMessage();
  }

  private static String failure(String text) {
    return failure(text.getBytes(StandardCharsets.ISO_8859_1));
  }

  private static String failure(Path file) {
    return assertThrows(TraceDataException.class, () -> QemuLog.read(file)).getMessage();
  }

  @Nested
  class TraceFiles {
    @TempDir private Path folder = Path.of("");

    @Test
    void thatAreNotThereAreNamed() {
      Path file = folder.resolve("no.log");
      assertEquals(file + ": no such file", failure(file));
    }

    @Test
    void thatAreDirectoriesAreNamed() {
      assertEquals(folder + ": a directory, expected a QEMU log trace", failure(folder));
    }

    @Test
    void areReadPlainOrGzip() throws IOException, TraceDataException {
      Path plain = Files.writeString(folder.resolve("a.log"), RESET);
      Path packed = Files.write(folder.resolve("b"), gzip(RESET));
      assertEquals(
          QemuLog.read(plain).devices().getFirst().steps(),
          QemuLog.read(packed).devices().getFirst().steps());
    }
  }

  @Nested
  class WhatIsNoTrace {
    @Test
    void isToldApart() throws IOException {
      assertEquals("test.log: empty, expected a QEMU log trace", failure(""));
      assertEquals("test.log: empty, expected a QEMU log trace", failure(gzip("")));
      assertEquals(
          "test.log: no QEMU log trace: none of its 2 lines is a trace event",
          failure("Hello, world\n<idle>-0 [000] 1.0: foo: bar\n"));
      assertEquals(
          "test.log: no legacy virtio device in 1 lines, expected accesses of a region 'virtio-pci'"
              + " or of its BAR",
          failure("foo_bar cpu 0\n"));
      assertEquals(
          "test.log: gzip data that ends in its header", failure(Arrays.copyOf(gzip(RESET), 5)));
    }

    @Test
    void isRefusedWhenCompressedOtherwise() {
      assertEquals(
          "test.log: zstd data, which is not supported yet, expected plain text or gzip",
          failure(new byte[] {0x28, (byte) 0xb5, 0x2f, (byte) 0xfd, 0}));
    }

    @Test
    void isBinaryRubbish() {
      byte[] rubbish = new byte[100_000];
      new Random(1).nextBytes(rubbish);
      assertTrue(failure(rubbish).contains("none of its"));
      assertTrue(failure(new byte[100_000]).contains("none of its 1 lines"));
    }
  }

  @Nested
  class GzipData {
    private static String longLog() {
      StringBuilder text = new StringBuilder();
      Random random = new Random(2);
      for (int i = 0; i < 2000; i++) {
        text.append(RESET.replace("value 0x0", "value 0x" + Integer.toHexString(random.nextInt())));
      }
      return text.toString();
    }

    @Test
    void thatIsTruncatedGivesWhatWasReadAndSaysSo() throws IOException {
      byte[] whole = gzip(longLog());
      Recording recording = QemuLogs.read(Arrays.copyOf(whole, whole.length / 2));
      int steps = recording.devices().getFirst().steps().size();
      assertTrue(steps > 500 && steps < 1500, () -> "steps: " + steps);
      ImportReport report = recording.report();
      assertEquals("gzip data ends early after line " + report.lines(), report.damage());
      assertEquals(report.lines(), report.used() + report.skipped() + report.unreadable());
      assertTrue(report.unreadable() <= 1);
    }

    @Test
    void thatIsCorruptGivesWhatWasReadAndSaysSo() throws IOException {
      byte[] whole = gzip(longLog());
      whole[whole.length - 8] ^= 1; // its checksum
      Recording recording = QemuLogs.read(whole);
      assertEquals(2000, recording.devices().getFirst().steps().size());
      assertEquals("gzip data is corrupt after line 2000", recording.report().damage());
    }

    @Test
    void thatIsTruncatedBeforeTheFirstAccessIsRefused() throws IOException {
      StringBuilder text = new StringBuilder("pci_cfg_read virtio-net-pci 00:04.0 @0x0 -> 0x1\n");
      Random random = new Random(3);
      for (int i = 0; i < 2000; i++) {
        text.append("foo_bar ").append(random.nextLong()).append('\n');
      }
      byte[] whole = gzip(text + RESET);
      String message = failure(Arrays.copyOf(whole, whole.length / 2));
      assertTrue(
          message.startsWith("test.log: no legacy register access; gzip data ends early after"),
          message);
    }
  }

  @Nested
  class Lines {
    @Test
    void thatCannotBeReadAreCountedAndTheFirstShown() {
      ImportReport report =
          QemuLogs.read(
                  "SeaBIOS (version 1.17)\n"
                      + RESET
                      + "memory_region_ops_write cpu 0 mr 0x5500 addr zz value 0x0 size 1\n"
                      + "memory_region_ops_write cpu 0 mr 0x5500 addr 0xc012 value 0x0 size 3\n"
                      + "memory_region_ops_write cpu 0 mr 0x5500 addr 0xc012 val"
                      + "memory_region_ops_write cpu 0 mr 0x5500 addr 0xc012 value 0x0 size 1\n"
                      + "e1000e_something 1 2 3\n"
                      + "\n")
              .report();
      assertEquals(7, report.lines());
      assertEquals(1, report.used());
      assertEquals(2, report.skipped());
      assertEquals(4, report.unreadable());
      assertEquals(
          List.of(
              "line 1: SeaBIOS (version 1.17)",
              "line 3: memory_region_ops_write cpu 0 mr 0x5500 addr zz value 0x0 si…",
              "line 4: memory_region_ops_write cpu 0 mr 0x5500 addr 0xc012 value 0x…"),
          report.firstUnreadable());
    }

    @Test
    void mayEndInCarriageReturnOrNotAtAll() {
      String crlf = (RESET + RESET).replace("\n", "\r\n");
      assertEquals(2, QemuLogs.device(crlf).steps().size());
      assertEquals(2, QemuLogs.device(crlf.stripTrailing()).steps().size());
    }

    @Test
    void mayBeVeryLong() {
      Recording recording =
          QemuLogs.read(
              RESET + "a_b " + "x".repeat(9000) + "\n" + "y".repeat(1 << 20) + "\n" + RESET);
      assertEquals(2, recording.devices().getFirst().steps().size());
      assertEquals(2, recording.report().unreadable());
      assertEquals(
          "line 2: longer than 8192 bytes", recording.report().firstUnreadable().getFirst());
    }

    @Test
    void mayHoldAnyBytes() {
      Recording recording =
          QemuLogs.read("\0\0\0\n" + RESET + "foo_bar \u00ff\u00c3\u0028\n\u00ff\n");
      assertEquals(1, recording.devices().getFirst().steps().size());
      assertEquals(2, recording.report().unreadable());
    }
  }

  @Test
  void anyGarbageBetweenTheLinesKeepsTheAccesses() {
    String[] good = {
      "pci_update_mappings_add virtio-net-pci 00:04.0 0,0xc000+0x20",
      "memory_region_ops_write cpu 0 mr 0x5500 addr 0xc012 value 0x0 size 1 name 'virtio-pci'",
      "virtio_set_status vdev 0x7000 val 0",
      "memory_region_ops_read cpu 0 mr 0x5500 addr 0xc000 value 0x79bf8064 size 4 name"
          + " 'virtio-pci'",
      "memory_region_ops_write cpu 0 mr 0x5500 addr 0xc010 value 0x1 size 2 name 'virtio-pci'",
    };
    for (int seed = 0; seed < 300; seed++) {
      Random random = new Random(seed);
      StringBuilder log = new StringBuilder();
      for (String line : good) {
        for (int i = random.nextInt(4); i > 0; i--) {
          log.append(garbage(random, line)).append('\n');
        }
        log.append(line).append('\n');
      }
      Recording recording = QemuLogs.read(log.toString());
      List<String> words = QemuLogs.words(recording.devices().getFirst());
      assertTrue(
          words.containsAll(List.of("W8@12=00", "R32@00=6480bf79", "W16@10=0100")),
          () -> words + " of " + log);
      ImportReport report = recording.report();
      assertEquals(log.chars().filter(c -> c == '\n').count(), report.lines());
      assertEquals(report.lines(), report.used() + report.skipped() + report.unreadable());
    }
  }

  /// Random bytes, or a good line cut or with one byte changed, so that fields break everywhere.
  private static String garbage(Random random, String line) {
    return switch (random.nextInt(3)) {
      case 0 -> line.substring(0, random.nextInt(line.length() - "'virtio-pci'".length()));
      case 1 -> "\"" + line;
      default -> {
        byte[] bytes = new byte[random.nextInt(200)];
        random.nextBytes(bytes);
        yield new String(bytes, StandardCharsets.ISO_8859_1).replace('\n', ' ');
      }
    };
  }
}
