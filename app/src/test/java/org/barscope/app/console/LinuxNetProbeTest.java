package org.barscope.app.console;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/// The reference sequence of Linux's legacy virtio_net (reference §8.2), as a script would play it.
class LinuxNetProbeTest {
  private final StringBuilder script = new StringBuilder();
  private int registers;

  private void line(String request) {
    script.append("> {\"id\":0,\"op\":").append(request).append("}\n");
  }

  private void ok() {
    script.append("< {\"id\":0,\"ok\":true}\n");
  }

  private void read(int offset, String data) {
    registers++;
    line(
        "\"bar.read\",\"vf\":1,\"bar\":0,\"offset\":%d,\"length\":%d"
            .formatted(offset, data.length() / 2));
    script.append("< {\"id\":0,\"ok\":true,\"data\":\"").append(data).append("\"}\n");
  }

  private void write(int offset, String data) {
    registers++;
    line("\"bar.write\",\"vf\":1,\"bar\":0,\"offset\":%d,\"data\":\"%s\"".formatted(offset, data));
    script.append("< {\"id\":0,\"ok\":true,\"count\":").append(data.length() / 2).append("}\n");
  }

  private void config(int offset, String data) {
    line("\"config.write\",\"vf\":1,\"offset\":%d,\"data\":\"%s\"".formatted(offset, data));
    script.append("< {\"id\":0,\"ok\":true,\"count\":").append(data.length() / 2).append("}\n");
  }

  private void untilTheFeatures() {
    write(18, "00");
    read(18, "00");
    read(18, "00");
    write(18, "01");
    read(18, "01");
    write(18, "03");
    read(0, "6480bf39");
    write(4, "20002f00"); // MAC, STATUS, CTRL_VQ among others
    for (int i = 0; i < 6; i++) {
      read(20 + i, "525400123456".substring(2 * i, 2 * i + 2));
    }
  }

  private void queue(int queue, String size, String pfn, String vector) {
    write(14, "0" + queue + "00");
    read(12, size);
    write(14, "0" + queue + "00");
    read(8, "00000000");
    write(14, "0" + queue + "00");
    write(8, pfn);
    if (!vector.isEmpty()) {
      write(14, "0" + queue + "00");
      write(22, vector);
      read(22, vector);
    }
  }

  @Test
  void withMsixItIs45Commands() {
    line("\"device.open\",\"vf\":1");
    ok();
    config(4, "0700");
    untilTheFeatures();
    // the guest enables MSI-X masked, the VMM follows, the guest takes the mask away
    config(0x42, "02c0");
    line("\"irq.set\",\"vf\":1,\"index\":\"msix\",\"count\":3");
    ok();
    config(0x42, "0280");
    write(20, "0000");
    read(20, "0000");
    queue(0, "0001", "45230100", "0100");
    queue(1, "0001", "55230100", "0200");
    queue(2, "4000", "65230100", "");
    read(18, "03");
    write(18, "07");
    read(18, "07");
    assertEquals(43, registers);
    write(16, "0000");
    read(30, "01");
    read(31, "00");
    for (int i = 0; i < 6; i++) {
      write(16, "0200");
    }
    line("\"stimulus\",\"vf\":1,\"what\":\"queueUsed\",\"queue\":0");
    ok();
    try (Script console = Script.deterministic()) {
      console.play(script.toString());
      String events = console.line("{\"op\":\"events\",\"since\":13}");
      assertEquals(45, count(events, "\"kind\":\"AdminSubmit\""));
      assertEquals(7, count(events, "\"kind\":\"Notify\""));
      assertEquals(0, count(events, "\"kind\":\"GuestFault\""));
      assertEquals(1, count(events, "\"kind\":\"Interrupt\",\"cause\":null,\"vector\":1,"));
      assertEquals(52, count(events, "\"kind\":\"LegacyAccess\""));
      assertEquals(0, count(events, "\"errno\":\"E"));
    }
  }

  private static int count(String text, String part) {
    return text.split(Pattern.quote(part), -1).length - 1;
  }
}
