package org.barscope.app.console;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.barscope.engine.Switches;
import org.barscope.engine.Topology;
import org.barscope.engine.protocol.bytes.Bytes;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// Requests and their replies, to the byte.
class TranscriptsTest {
  private static final String OPEN =
      """
      > {"id":1,"op":"device.open","vf":1}
      < {"id":1,"ok":true}
      > {"id":2,"op":"config.write","vf":1,"offset":4,"data":"0700"}
      < {"id":2,"ok":true,"count":2}
      """;

  private final Script script = Script.deterministic();

  @AfterEach
  void close() {
    script.close();
  }

  @Test
  void infoTellsWhatThereIs() {
    String reply = script.line("{\"id\":\"a\",\"op\":\"info\"}");
    assertTrue(
        reply.startsWith(
            """
            {"id":"a","ok":true,"pfs":[{"pf":0,"vfs":[{"vf":1,"type":"net","transitional":true,\
            "reasons":[{"name":"function is a VF","holds":true,"value":"VF 1"},\
            """),
        reply);
    assertTrue(
        reply.contains("\"bar0\":32,\"irq\":\"none\",\"open\":false},{\"vf\":2,\"type\":\"blk\""),
        reply);
    assertTrue(
        reply.contains("\"bar0\":128,\"irq\":\"none\",\"open\":false}]}],\"now\":0,"), reply);
    assertTrue(
        reply.contains("\"switches\":{\"memberTypes\":\"any\",\"headerSplit\":\"irqMode\""), reply);
  }

  @Test
  void infoFollowsOpeningAndTheInterruptMode() {
    script.play(
        OPEN
            + """
            > {"id":3,"op":"irq.set","vf":1,"index":"msix","count":3}
            < {"id":3,"ok":true}
            > {"id":4,"op":"device.reset","vf":1}
            < {"id":4,"ok":true}
            """);
    String reply = script.line("{\"op\":\"info\"}");
    assertTrue(reply.contains("\"bar0\":32,\"irq\":\"msix\",\"open\":true},{\"vf\":2"), reply);
    script.line("{\"op\":\"device.close\",\"vf\":1}");
    reply = script.line("{\"op\":\"info\"}");
    assertTrue(reply.contains("\"bar0\":32,\"irq\":\"none\",\"open\":false},{\"vf\":2"), reply);
  }

  @Test
  void regionsAreDescribedAlsoOfAClosedDevice() {
    script.play(
        """
        > {"id":1,"op":"region.info","vf":1,"index":0}
        < {"id":1,"ok":true,"index":0,"flags":3,"size":32,"offset":0}
        > {"id":2,"op":"region.info","vf":2,"index":0}
        < {"id":2,"ok":true,"index":0,"flags":3,"size":128,"offset":0}
        > {"id":3,"op":"region.info","vf":1,"index":7}
        < {"id":3,"ok":true,"index":7,"flags":3,"size":4096,"offset":7696581394432}
        > {"id":4,"op":"region.info","vf":1,"index":6}
        < {"id":4,"ok":true,"index":6,"flags":0,"size":0,"offset":6597069766656}
        > {"id":5,"op":"region.info","vf":1,"index":9}
        < {"id":5,"ok":false,"errno":"EINVAL","message":"index 9, expected a whole number from 0 to 8"}
        """);
  }

  @Test
  void aDeviceStartsClosed() {
    String closed =
        "< {\"id\":1,\"ok\":false,\"errno\":\"ENODEV\","
            + "\"message\":\"vf 1 is closed, expected device.open first\"}\n";
    for (String request :
        List.of(
            "\"bar.read\",\"vf\":1,\"bar\":0,\"offset\":0,\"length\":4",
            "\"bar.write\",\"vf\":1,\"bar\":0,\"offset\":18,\"data\":\"00\"",
            "\"config.read\",\"vf\":1,\"offset\":0,\"length\":2",
            "\"config.write\",\"vf\":1,\"offset\":4,\"data\":\"0700\"",
            "\"irq.set\",\"vf\":1,\"index\":\"msix\",\"count\":3",
            "\"device.reset\",\"vf\":1",
            "\"device.close\",\"vf\":1")) {
      script.play("> {\"id\":1,\"op\":" + request + "}\n" + closed);
    }
  }

  @Test
  void configurationSpaceShowsATransitionalDevice() {
    script.play(
        OPEN
            + """
            > {"id":3,"op":"config.read","vf":1,"offset":0,"length":4}
            < {"id":3,"ok":true,"data":"f41a0010"}
            > {"id":4,"op":"config.write","vf":1,"offset":16,"data":"ffffffff"}
            < {"id":4,"ok":true,"count":4}
            > {"id":5,"op":"config.read","vf":1,"offset":16,"length":4}
            < {"id":5,"ok":true,"data":"e1ffffff"}
            """);
  }

  @Test
  void registersAreReadAndWritten() {
    script.play(
        OPEN
            + """
            > {"id":3,"op":"bar.write","vf":1,"bar":0,"offset":14,"data":"0200"}
            < {"id":3,"ok":true,"count":2}
            > {"id":4,"op":"bar.read","vf":1,"bar":0,"offset":12,"length":2}
            < {"id":4,"ok":true,"data":"4000"}
            > {"id":5,"op":"bar.read","vf":1,"bar":0,"offset":12,"length":4}
            < {"id":5,"ok":false,"errno":"EINVAL","message":"read of 4 bytes at bar0 12 ended with EINVAL"}
            > {"id":6,"op":"bar.write","vf":1,"bar":0,"offset":32,"data":"01"}
            < {"id":6,"ok":false,"errno":"EINVAL","message":"write of 1 byte at bar0 32 ended with EINVAL"}
            > {"id":7,"op":"bar.read","vf":1,"bar":0,"offset":4,"length":0}
            < {"id":7,"ok":true,"data":""}
            > {"id":8,"op":"bar.write","vf":1,"bar":4,"offset":12288,"data":"0000"}
            < {"id":8,"ok":true,"count":2}
            """);
  }

  @Test
  void interruptModesAreChecked() {
    script.play(
        OPEN
            + """
            > {"id":3,"op":"irq.set","vf":1,"index":"msix","count":4}
            < {"id":3,"ok":false,"errno":"EINVAL","message":"irq.set msix 4 ended with EINVAL"}
            > {"id":4,"op":"irq.set","vf":1,"index":"intx"}
            < {"id":4,"ok":false,"errno":"EINVAL","message":"irq.set intx 1 ended with EINVAL"}
            > {"id":5,"op":"irq.set","vf":1,"index":"msi","count":1}
            < {"id":5,"ok":false,"errno":"EINVAL","message":"irq.set msi 1 ended with EINVAL"}
            > {"id":6,"op":"irq.set","vf":1,"index":"none"}
            < {"id":6,"ok":true}
            > {"id":7,"op":"device.open","vf":1}
            < {"id":7,"ok":false,"errno":"EBUSY","message":"device.open ended with EBUSY"}
            """);
  }

  @Test
  void aVfWithMsiTakesItAndKeepsTheHeaderShort() {
    Topology.Vf net = Script.TOPOLOGY.pfs().getFirst().vfs().getFirst();
    Topology.Vf four = net.with(new Topology.Pci(3, 4, false, 0, true, 0));
    try (Script msi = Script.deterministic(Topology.of(List.of(four)))) {
      msi.play(
          OPEN
              + """
              > {"id":3,"op":"irq.set","vf":1,"index":"msi","count":5}
              < {"id":3,"ok":false,"errno":"EINVAL","message":"irq.set msi 5 ended with EINVAL"}
              > {"id":4,"op":"irq.set","vf":1,"index":"msi","count":4}
              < {"id":4,"ok":true}
              > {"id":5,"op":"bar.read","vf":1,"bar":0,"offset":20,"length":6}
              < {"id":5,"ok":true,"data":"525400123456"}
              """);
    }
  }

  @Test
  void aRegionsStructureHas32Bytes() {
    script.play(
        """
        > {"id":1,"op":"region.info","vf":1,"index":0,"argsz":32}
        < {"id":1,"ok":true,"index":0,"flags":3,"size":32,"offset":0}
        > {"id":2,"op":"region.info","vf":1,"index":0,"argsz":31}
        < {"id":2,"ok":false,"errno":"EINVAL","message":"region.info with argsz 31, expected 32 ended with EINVAL"}
        """);
  }

  @Test
  void aSignalRingsADoorbellButNeverThroughBar0() {
    script.play(
        """
        > {"id":1,"op":"ioeventfd","vf":1,"bar":4,"offset":12288,"data":"0100"}
        < {"id":1,"ok":false,"errno":"ENODEV","message":"vf 1 is closed, expected device.open first"}
        > {"id":2,"op":"ioeventfd.signal","vf":1,"bar":4,"offset":12288,"data":"0100"}
        < {"id":2,"ok":false,"errno":"ENODEV","message":"vf 1 is closed, expected device.open first"}
        """);
    script.play(
        OPEN
            + """
            > {"id":3,"op":"ioeventfd","vf":1,"bar":0,"offset":16,"data":"0100"}
            < {"id":3,"ok":false,"errno":"EINVAL","message":"ioeventfd of write of 2 bytes at bar0 16 ended with EINVAL"}
            > {"id":4,"op":"ioeventfd","vf":1,"bar":4,"offset":12288,"data":"0100"}
            < {"id":4,"ok":true}
            > {"id":5,"op":"ioeventfd.signal","vf":1,"bar":4,"offset":12288,"data":"0100"}
            < {"id":5,"ok":true}
            > {"id":6,"op":"ioeventfd","vf":1,"bar":4,"offset":12288,"data":"0100"}
            < {"id":6,"ok":false,"errno":"EEXIST","message":"ioeventfd of write of 2 bytes at bar4 12288 ended with EEXIST"}
            > {"id":7,"op":"ioeventfd","vf":1,"bar":4,"offset":12288,"data":"0100","on":false}
            < {"id":7,"ok":true}
            > {"id":8,"op":"ioeventfd.signal","vf":1,"bar":4,"offset":12288,"data":"0100"}
            < {"id":8,"ok":false,"errno":"ENOENT","message":"ioeventfd.signal without that ioeventfd ended with ENOENT"}
            """);
    String events = script.line("{\"op\":\"events\",\"since\":0}");
    assertEquals(2, events.split("\"kind\":\"Notify\"", -1).length, events);
  }

  @Test
  void guestMemoryIsZeroUntilWrittenAndReachesEveryAddress() {
    script.play(
        """
        > {"id":1,"op":"memory.read","vf":1,"address":4094,"length":4}
        < {"id":1,"ok":true,"data":"00000000"}
        > {"id":2,"op":"memory.write","vf":1,"address":4095,"data":"A1b2c3"}
        < {"id":2,"ok":true,"count":3}
        > {"id":3,"op":"memory.read","vf":1,"address":"0xffe","length":5}
        < {"id":3,"ok":true,"data":"00a1b2c300"}
        > {"id":4,"op":"memory.read","vf":2,"address":4095,"length":1}
        < {"id":4,"ok":true,"data":"00"}
        > {"id":5,"op":"memory.write","vf":1,"address":18446744073709551615,"data":"ee"}
        < {"id":5,"ok":true,"count":1}
        > {"id":6,"op":"memory.read","vf":1,"address":"0xfffffffffffffffe","length":2}
        < {"id":6,"ok":true,"data":"00ee"}
        > {"id":7,"op":"memory.read","vf":1,"address":"0xfffffffffffffffe","length":3}
        < {"id":7,"ok":false,"errno":"EFAULT","message":"read of 3 bytes at 0xfffffffffffffffe ended with EFAULT"}
        > {"id":8,"op":"memory.write","vf":1,"address":"0xffffffffffffffff","data":"0000"}
        < {"id":8,"ok":false,"errno":"EFAULT","message":"write of 2 bytes at 0xffffffffffffffff ended with EFAULT"}
        """);
  }

  @Test
  void guestMemoryIsBounded() {
    String million = "00".repeat(1 << 20);
    for (int i = 0; i < 64; i++) {
      String reply =
          script.line(
              "{\"op\":\"memory.write\",\"vf\":1,\"address\":%d,\"data\":\"%s\"}"
                  .formatted((long) i << 20, million));
      assertEquals("{\"id\":null,\"ok\":true,\"count\":1048576}", reply);
    }
    script.play(
        """
        > {"id":1,"op":"memory.write","vf":1,"address":67108863,"data":"0101"}
        < {"id":1,"ok":false,"errno":"ENOMEM","message":"write of 2 bytes at 0x3ffffff ended with ENOMEM"}
        > {"id":2,"op":"memory.read","vf":1,"address":67108863,"length":1}
        < {"id":2,"ok":true,"data":"00"}
        > {"id":3,"op":"memory.write","vf":2,"address":67108863,"data":"0101"}
        < {"id":3,"ok":true,"count":2}
        """);
  }

  @Test
  void adminCommandsGoPastTheDriver() {
    script.play(
        """
        > {"id":1,"op":"admin","opcode":0,"resultLength":8}
        < {"id":1,"ok":true,"status":22,"qualifier":2,"usedLength":8,"written":"1600020000000000"}
        > {"id":2,"op":"admin","opcode":3,"group":"sriov","member":1,"data":"00","resultLength":4}
        < {"id":2,"ok":true,"status":0,"qualifier":0,"usedLength":12,"written":"00000000000000006480bf39"}
        > {"id":3,"op":"admin","opcode":3,"group":1,"member":9,"data":"00","resultLength":4}
        < {"id":3,"ok":true,"status":22,"qualifier":5,"usedLength":8,"written":"1600050000000000"}
        > {"id":4,"op":"admin","opcode":3,"group":7,"member":1,"data":"00","resultLength":4}
        < {"id":4,"ok":true,"status":22,"qualifier":4,"usedLength":8,"written":"1600040000000000"}
        > {"id":5,"op":"admin","opcode":65535,"group":"sriov","member":"0xffffffffffffffff"}
        < {"id":5,"ok":true,"status":22,"qualifier":2,"usedLength":8,"written":"1600020000000000"}
        > {"id":6,"op":"admin","opcode":3,"member":1,"data":"00","resultLength":9000}
        < {"id":6,"ok":false,"errno":"ENOMEM","message":"the command ended with ENOMEM"}
        """);
  }

  @Test
  void aStimulusReachesTheDevice() {
    script.play(
        OPEN
            + """
            > {"id":3,"op":"stimulus","vf":1,"what":"queueUsed","queue":0}
            < {"id":3,"ok":true}
            > {"id":4,"op":"bar.read","vf":1,"bar":0,"offset":19,"length":1}
            < {"id":4,"ok":true,"data":"01"}
            > {"id":5,"op":"stimulus","vf":1,"what":"link","up":false}
            < {"id":5,"ok":true}
            > {"id":6,"op":"bar.read","vf":1,"bar":0,"offset":19,"length":1}
            < {"id":6,"ok":true,"data":"02"}
            > {"id":7,"op":"bar.read","vf":1,"bar":0,"offset":26,"length":2}
            < {"id":7,"ok":true,"data":"0000"}
            > {"id":8,"op":"stimulus","vf":1,"what":"config","offset":0,"data":"0a"}
            < {"id":8,"ok":true}
            > {"id":9,"op":"bar.read","vf":1,"bar":0,"offset":20,"length":1}
            < {"id":9,"ok":true,"data":"0a"}
            > {"id":10,"op":"stimulus","vf":1,"what":"config","offset":16,"data":"0000"}
            < {"id":10,"ok":false,"errno":"EINVAL","message":"data \\"0000\\", expected at most 1 bytes from 16 on"}
            > {"id":11,"op":"stimulus","vf":1,"what":"isr","bits":3}
            < {"id":11,"ok":true}
            > {"id":12,"op":"bar.read","vf":1,"bar":0,"offset":19,"length":1}
            < {"id":12,"ok":true,"data":"03"}
            > {"id":13,"op":"stimulus","vf":1,"what":"configChanged"}
            < {"id":13,"ok":true}
            > {"id":14,"op":"bar.read","vf":1,"bar":0,"offset":19,"length":1}
            < {"id":14,"ok":true,"data":"02"}
            > {"id":15,"op":"stimulus","vf":1,"what":"resumable","can":false}
            < {"id":15,"ok":true}
            > {"id":16,"op":"bar.read","vf":1,"bar":0,"offset":19,"length":1}
            < {"id":16,"ok":false,"errno":"EIO","message":"read of 1 byte at bar0 19 ended with EIO"}
            > {"id":17,"op":"stimulus","vf":1,"what":"resumable","can":true}
            < {"id":17,"ok":true}
            > {"id":18,"op":"bar.write","vf":1,"bar":0,"offset":18,"data":"00"}
            < {"id":18,"ok":true,"count":1}
            > {"id":19,"op":"stimulus","vf":1,"what":"needReset"}
            < {"id":19,"ok":true}
            > {"id":20,"op":"bar.read","vf":1,"bar":0,"offset":18,"length":2}
            < {"id":20,"ok":false,"errno":"EINVAL","message":"read of 2 bytes at bar0 18 ended with EINVAL"}
            > {"id":21,"op":"bar.read","vf":1,"bar":0,"offset":18,"length":1}
            < {"id":21,"ok":true,"data":"40"}
            > {"id":22,"op":"bar.write","vf":1,"bar":0,"offset":18,"data":"01"}
            < {"id":22,"ok":true,"count":1}
            > {"id":23,"op":"bar.read","vf":1,"bar":0,"offset":18,"length":1}
            < {"id":23,"ok":true,"data":"41"}
            """);
  }

  /// AER: the VMM is told, nothing is reset.
  @Test
  void anErrorOfTheFunctionIsAnEventOnly() {
    script.play(
        OPEN
            + """
            > {"id":3,"op":"bar.write","vf":1,"bar":0,"offset":14,"data":"0100"}
            < {"id":3,"ok":true,"count":2}
            > {"id":4,"op":"stimulus","vf":1,"what":"errorDetected"}
            < {"id":4,"ok":true}
            > {"id":5,"op":"bar.read","vf":1,"bar":0,"offset":14,"length":2}
            < {"id":5,"ok":true,"data":"0100"}
            """);
    String events = script.line("{\"op\":\"events\"}");
    assertTrue(events.contains("\"vf\":1,\"kind\":\"Lifecycle\""), events);
    assertTrue(events.contains("\"what\":\"aer-error-detected\",\"reasons\":[]"), events);
  }

  @Test
  void vfsComeAndGo() {
    script.play(
        OPEN
            + """
            > {"id":3,"op":"stimulus","what":"assigned","is":true}
            < {"id":3,"ok":true}
            > {"id":4,"op":"stimulus","what":"sriov","numVfs":0}
            < {"id":4,"ok":false,"errno":"EPERM","message":"stimulus sriov ended with EPERM"}
            > {"id":5,"op":"stimulus","what":"assigned","is":false}
            < {"id":5,"ok":true}
            > {"id":6,"op":"stimulus","what":"sriov","numVfs":0}
            < {"id":6,"ok":true,"pending":17}
            > {"id":7,"op":"device.close","vf":1}
            < {"id":7,"ok":true}
            > {"id":8,"op":"wait","access":17}
            < {"id":8,"ok":true}
            > {"id":9,"op":"device.open","vf":1}
            < {"id":9,"ok":false,"errno":"ENODEV","message":"device.open ended with ENODEV"}
            > {"id":10,"op":"stimulus","what":"sriov","numVfs":3}
            < {"id":10,"ok":false,"errno":"EINVAL","message":"numVfs 3, expected a whole number from 0 to 2"}
            > {"id":11,"op":"stimulus","what":"sriov","numVfs":1}
            < {"id":11,"ok":true}
            > {"id":12,"op":"device.open","vf":1}
            < {"id":12,"ok":true}
            """);
    String info = script.line("{\"op\":\"info\"}");
    assertTrue(
        info.contains(
            "\"transitional\":false,\"reasons\":[{\"name\":\"VF is enabled\",\"holds\":false,"
                + "\"value\":\"VF Enable is clear\"}],\"bar0\":0"),
        info);
  }

  @Test
  void theOwnerCanBeResetAndItsDriverTakenAway() {
    String status = "\"op\":\"bar.read\",\"vf\":1,\"bar\":0,\"offset\":18,\"length\":1}\n";
    script.play(
        OPEN
            + """
            > {"id":3,"op":"stimulus","what":"reset"}
            < {"id":3,"ok":true}
            > {"id":4,%1$s< {"id":4,"ok":false,"errno":"EIO","message":"read of 1 byte at bar0 18 ended with EIO"}
            > {"id":5,"op":"admin","opcode":0,"resultLength":8}
            < {"id":5,"ok":false,"errno":"EIO","message":"the command ended with EIO"}
            > {"id":6,"op":"stimulus","pf":0,"what":"restore"}
            < {"id":6,"ok":true}
            > {"id":7,"op":"stimulus","what":"unbind"}
            < {"id":7,"ok":true}
            > {"id":8,%1$s< {"id":8,"ok":false,"errno":"ENODEV","message":"read of 1 byte at bar0 18 ended with ENODEV"}
            > {"id":9,"op":"stimulus","what":"bind"}
            < {"id":9,"ok":true}
            """
                .formatted(status));
  }

  @Test
  void everyRequestMayNameAnOwner() {
    Topology.Pf pf = new Topology.Pf(64, List.of(Topology.net(Bytes.hex("525400000001"))));
    Topology two =
        new Topology(List.of(pf, pf, new Topology.Pf(64, List.of())), Switches.DEFAULT, 0);
    try (Script both = Script.deterministic(two)) {
      both.play(
          """
          > {"id":1,"op":"device.open","vf":1,"pf":1}
          < {"id":1,"ok":true}
          > {"id":2,"op":"config.read","vf":1,"offset":0,"length":2,"pf":1}
          < {"id":2,"ok":true,"data":"f41a"}
          > {"id":3,"op":"config.read","vf":1,"offset":0,"length":2}
          < {"id":3,"ok":false,"errno":"ENODEV","message":"vf 1 is closed, expected device.open first"}
          > {"id":4,"op":"config.read","vf":1,"offset":0,"length":2,"pf":3}
          < {"id":4,"ok":false,"errno":"EINVAL","message":"pf 3, expected a whole number from 0 to 2"}
          > {"id":5,"op":"config.read","vf":1,"offset":0,"length":2,"pf":2}
          < {"id":5,"ok":false,"errno":"EINVAL","message":"vf 1, expected no request for a VF: this owner has none"}
          """);
    }
  }

  @Test
  void withoutOwners() {
    try (Script none = Script.deterministic(new Topology(List.of(), Switches.DEFAULT, 0))) {
      none.play(
          """
          > {"id":1,"op":"device.open","vf":1}
          < {"id":1,"ok":false,"errno":"EINVAL","message":"missing pf, expected no request for an owner: there is none"}
          > {"id":2,"op":"stimulus","what":"reset","pf":0}
          < {"id":2,"ok":false,"errno":"EINVAL","message":"pf 0, expected no request for an owner: there is none"}
          > {"id":3,"op":"admin","opcode":0}
          < {"id":3,"ok":false,"errno":"EINVAL","message":"missing pf, expected no request for an owner: there is none"}
          """);
    }
  }

  /// Its probe found no place for doorbells in the VF itself.
  @Test
  void aDeviceThatWasRefusedCannotBeOpened() {
    Topology.Vf net = Topology.net(Bytes.hex("525400000001"));
    Topology.Vf refused =
        new Topology.Vf(
            net.type(),
            net.features(),
            net.queueSizes(),
            net.config(),
            net.guestOrder(),
            net.vectors(),
            net.interruptPin(),
            List.of(new Topology.NotifyAddress(true, 4, 0x3000, 0x4000)),
            0);
    try (Script one = Script.deterministic(Topology.of(List.of(refused)))) {
      one.play(
          """
          > {"id":1,"op":"device.open","vf":1}
          < {"id":1,"ok":false,"errno":"ENODEV","message":"device.open ended with ENODEV"}
          """);
    }
  }

  @Test
  void theClockIsSteppedByHand() {
    script.play(
        """
        > {"id":1,"op":"clock.step","nanos":1500}
        < {"id":1,"ok":true,"now":1500}
        > {"id":2,"op":"clock.step","nanos":0}
        < {"id":2,"ok":true,"now":1500}
        > {"id":3,"op":"clock.step","nanos":9007199254740991}
        < {"id":3,"ok":true,"now":9007199254742491}
        """);
  }

  @Test
  void quitEndsTheConsoleAndWhatComesAfterIsNotRead() {
    script.play("> {\"id\":1,\"op\":\"quit\"}\n< {\"id\":1,\"ok\":true}\n> {\"op\":\"info\"}\n");
  }
}
