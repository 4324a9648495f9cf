package org.barscope.app.console;

import java.util.List;
import org.barscope.engine.Switches;
import org.barscope.engine.Topology;
import org.barscope.engine.protocol.bytes.Bytes;
import org.junit.jupiter.api.Test;

/// The migration commands by `admin`, with data as `docs/device-parts.md` has it: opcodes 7 to 17
/// but for the two that Linux does not ask for.
class MigrationTest {
  private static Script script() {
    List<Topology.Vf> vfs =
        List.of(Topology.net(Bytes.hex("525400123456")), Topology.net(Bytes.hex("525400123457")));
    Topology.BuiltIn all = new Topology.BuiltIn(0x3ffff, 1, Topology.Latency.NONE);
    return Script.deterministic(
        new Topology(List.of(new Topology.Pf(256, vfs, all, true)), Switches.DEFAULT, 0));
  }

  private static final String OK_8 =
      "\"ok\":true,\"status\":0,\"qualifier\":0,\"usedLength\":8,\"written\":\"0000000000000000\"}";

  @Test
  void everyOpcodeCanBeDriven() {
    try (Script script = script()) {
      script.play(
          """
          > {"id":1,"op":"admin","opcode":7,"group":"self","resultLength":8}
          < {"id":1,"ok":true,"status":0,"qualifier":0,"usedLength":16,"written":"00000000000000000100000000000000"}
          > {"id":2,"op":"admin","opcode":8,"group":"self","data":"0000000000000000","resultLength":2}
          < {"id":2,"ok":true,"status":0,"qualifier":0,"usedLength":10,"written":"00000000000000000101"}
          > {"id":3,"op":"admin","opcode":9,"group":"self","data":"00000000000000000101"}
          < {"id":3,OK}
          > {"id":4,"op":"admin","opcode":17,"member":1,"data":"01"}
          < {"id":4,OK}
          > {"id":5,"op":"admin","opcode":10,"member":1,"data":"000000000000000000000000000000000000000000000000"}
          < {"id":5,OK}
          > {"id":6,"op":"admin","opcode":14,"member":1,"data":"00000000000000000000000000000000","resultLength":8}
          < {"id":6,"ok":true,"status":0,"qualifier":0,"usedLength":16,"written":"00000000000000004f01000000000000"}
          > {"id":7,"op":"admin","opcode":15,"member":1,"data":"00000000000000000000000000000000030100000000000000000000","resultLength":17}
          < {"id":7,"ok":true,"status":0,"qualifier":0,"usedLength":25,"written":"00000000000000000301000000000000000000000100000000"}
          > {"id":8,"op":"admin","opcode":15,"member":1,"data":"00000000000000000100000000000000","resultLength":16}
          < {"id":8,"ok":true,"status":12,"qualifier":6,"usedLength":8,"written":"0c00060000000000"}
          > {"id":9,"op":"admin","opcode":13,"member":1,"data":"0000000000000000"}
          < {"id":9,OK}
          > {"id":10,"op":"admin","opcode":10,"member":2,"data":"000000000000000000000000000000000100000000000000"}
          < {"id":10,OK}
          > {"id":11,"op":"admin","opcode":16,"member":2,"data":"000000000000000003010000000000000000000001000000ff"}
          < {"id":11,"ok":true,"status":16,"qualifier":1,"usedLength":8,"written":"1000010000000000"}
          > {"id":12,"op":"admin","opcode":17,"member":2,"data":"01"}
          < {"id":12,OK}
          > {"id":13,"op":"admin","opcode":16,"member":2,"data":"000000000000000003010000000000000000000001000000ff"}
          < {"id":13,OK}
          > {"id":14,"op":"admin","opcode":17,"member":2,"data":"00"}
          < {"id":14,OK}
          > {"id":15,"op":"admin","opcode":3,"member":2,"data":"12","resultLength":1}
          < {"id":15,"ok":true,"status":0,"qualifier":0,"usedLength":9,"written":"0000000000000000ff"}
          > {"id":16,"op":"admin","opcode":12,"member":2,"data":"00000000000000000000000000000000","resultLength":8}
          < {"id":16,"ok":true,"status":22,"qualifier":2,"usedLength":8,"written":"1600020000000000"}
          """
              .replace("OK}", OK_8));
    }
  }
}
