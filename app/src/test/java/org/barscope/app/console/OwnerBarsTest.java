package org.barscope.app.console;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.barscope.engine.Topology;
import org.barscope.engine.TopologyFile;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// `bar.read`, `bar.write` and `region.info` with `pf` and no `vf`: the owner's BARs.
class OwnerBarsTest {
  /// Two owners; VFs 1 and 2 of the second have doorbells in its BAR2 at 0x10 and 0x12.
  private static final Topology TOPOLOGY =
      TopologyFile.parse(
          "two",
          """
          {"pfs": [{"vfs": [{}]}, {"vfs": [{"count": 2,
            "notify": [{"of": "owner", "bar": 2, "offset": 16, "barLength": 4096}, {}]}]}]}
          """);

  private final Script script = Script.deterministic(TOPOLOGY);

  @AfterEach
  void close() {
    script.close();
  }

  @Test
  void aWordAtAPlaceRingsItsVf() {
    long before = next();
    script.play(
        """
        > {"id":1,"op":"bar.write","pf":1,"bar":2,"offset":18,"data":"0900"}
        < {"id":1,"ok":true,"count":2}
        > {"id":2,"op":"bar.read","pf":1,"bar":2,"offset":18,"length":2}
        < {"id":2,"ok":true,"data":"0000"}
        """);
    assertEquals(
        """
        {"id":null,"ok":true,"events":[\
        {"seq":%1$d,"t":0,"pf":1,"vf":2,"kind":"Notify","cause":null,"of":"owner","bar":2,"offset":18,"queue":9},\
        {"seq":%2$d,"t":0,"pf":1,"vf":2,"kind":"GuestFault","cause":null,"rule":"L-111",\
        "message":"notification for queue 9, which does not exist"}],"next":%3$d,"lost":0}\
        """
            .formatted(before, before + 1, before + 2),
        script.line("{\"op\":\"events\",\"since\":" + before + "}"));
  }

  /// Neither a device that is open nor I/O decoding is needed.
  @Test
  void itsQueueIsTheOneThatTheGuestActivates() {
    long before = next();
    script.play(
        """
        > {"id":1,"op":"device.open","pf":1,"vf":1}
        < {"id":1,"ok":true}
        > {"id":2,"op":"config.write","pf":1,"vf":1,"offset":4,"data":"0700"}
        < {"id":2,"ok":true,"count":2}
        > {"id":3,"op":"bar.write","pf":1,"vf":1,"bar":0,"offset":8,"data":"10000000"}
        < {"id":3,"ok":true,"count":4}
        > {"id":4,"op":"bar.write","pf":1,"bar":2,"offset":16,"data":"0000"}
        < {"id":4,"ok":true,"count":2}
        > {"id":5,"op":"bar.write","pf":1,"vf":1,"bar":4,"offset":12288,"data":"0000"}
        < {"id":5,"ok":true,"count":2}
        """);
    String events = script.line("{\"op\":\"events\",\"since\":" + before + "}");
    assertEquals(3, events.split("\"kind\":\"Notify\"").length, events);
    assertTrue(!events.contains("GuestFault"), events);
  }

  @Test
  void elsewhereNothingIsRungAndOutsideNothingIs() {
    script.play(
        """
        > {"id":1,"op":"bar.write","pf":1,"bar":2,"offset":20,"data":"0900"}
        < {"id":1,"ok":true,"count":2}
        > {"id":2,"op":"bar.write","pf":1,"bar":2,"offset":16,"data":"09000900"}
        < {"id":2,"ok":true,"count":4}
        > {"id":3,"op":"bar.write","pf":1,"bar":2,"offset":4095,"data":"0900"}
        < {"id":3,"ok":false,"errno":"EINVAL","message":"write of 2 bytes at bar2 4095 of pf 1 ended with EINVAL"}
        > {"id":4,"op":"bar.read","pf":1,"bar":2,"offset":4092,"length":4}
        < {"id":4,"ok":true,"data":"00000000"}
        > {"id":5,"op":"bar.read","pf":1,"bar":4,"offset":0,"length":2}
        < {"id":5,"ok":false,"errno":"EINVAL","message":"read of 2 bytes at bar4 0 of pf 1 ended with EINVAL"}
        > {"id":6,"op":"bar.write","pf":0,"bar":2,"offset":16,"data":"0900"}
        < {"id":6,"ok":false,"errno":"EINVAL","message":"write of 2 bytes at bar2 16 of pf 0 ended with EINVAL"}
        """);
    String events = script.line("{\"op\":\"events\"}");
    assertTrue(
        events.contains(
            "\"pf\":1,\"vf\":0,\"kind\":\"Notify\",\"cause\":null,\"of\":\"owner\",\"bar\":2,\"offset\":20"),
        events);
    assertTrue(!events.contains("GuestFault"), events);
  }

  @Test
  void theyAreDescribed() {
    script.play(
        """
        > {"id":1,"op":"region.info","pf":1,"index":2}
        < {"id":1,"ok":true,"index":2,"flags":3,"size":4096,"offset":2199023255552}
        > {"id":2,"op":"region.info","pf":1,"index":4}
        < {"id":2,"ok":true,"index":4,"flags":0,"size":0,"offset":4398046511104}
        > {"id":3,"op":"region.info","pf":1,"vf":1,"index":4}
        < {"id":3,"ok":true,"index":4,"flags":3,"size":16384,"offset":4398046511104}
        """);
  }

  @Test
  void vfsThatAreGoneAreNotRung() {
    long before = next();
    script.play(
        """
        > {"id":1,"op":"stimulus","what":"sriov","numVfs":0,"pf":1}
        < {"id":1,"ok":true}
        > {"id":2,"op":"bar.write","pf":1,"bar":2,"offset":16,"data":"0900"}
        < {"id":2,"ok":true,"count":2}
        """);
    String events = script.line("{\"op\":\"events\",\"since\":" + before + "}");
    assertTrue(events.contains("\"vf\":0,\"kind\":\"Notify\""), events);
    assertTrue(!events.contains("GuestFault"), events);
  }

  /// The number that the next event has.
  private long next() {
    String all = script.line("{\"op\":\"events\"}");
    return Long.parseLong(all.replaceFirst(".*\"next\":(\\d+),.*", "$1"));
  }
}
