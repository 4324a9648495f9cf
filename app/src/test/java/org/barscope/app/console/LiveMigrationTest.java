package org.barscope.app.console;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.barscope.engine.Switches;
import org.barscope.engine.Topology;
import org.barscope.engine.protocol.bytes.Bytes;
import org.junit.jupiter.api.Test;

/// A script is the VMM of both ends of a migration, with the operations `migration.…`.
class LiveMigrationTest {
  private static final String OPEN =
      """
      > {"id":1,"op":"device.open","vf":1}
      < {"id":1,"ok":true}
      > {"id":2,"op":"config.write","vf":1,"offset":4,"data":"0700"}
      < {"id":2,"ok":true,"count":2}
      > {"id":3,"op":"bar.write","vf":1,"bar":0,"offset":18,"data":"07"}
      < {"id":3,"ok":true,"count":1}
      > {"id":4,"op":"device.open","vf":2}
      < {"id":4,"ok":true}
      > {"id":5,"op":"config.write","vf":2,"offset":4,"data":"0700"}
      < {"id":5,"ok":true,"count":2}
      """;

  /// VF 1 and 2 are network devices that can migrate.
  private static Script script(Topology.Latency latency) {
    List<Topology.Vf> vfs =
        List.of(Topology.net(Bytes.hex("525400123456")), Topology.net(Bytes.hex("525400123457")));
    Topology.BuiltIn able = new Topology.BuiltIn(0x3e7ff, 2, latency);
    return Script.deterministic(
        new Topology(List.of(new Topology.Pf(256, vfs, able, true)), Switches.DEFAULT, 0));
  }

  private static Script script() {
    return script(Topology.Latency.NONE);
  }

  /// The example of `docs/console.md`.
  @Test
  void movesAGuestFromOneVfToAnother() {
    try (Script script = script()) {
      script.play(
          OPEN
              + """
              > {"id":10,"op":"migration.info","vf":1}
              < {"id":10,"ok":true,"flags":7,"state":"running"}
              > {"id":11,"op":"migration.size","vf":1}
              < {"id":11,"ok":true,"bytes":335}
              > {"id":12,"op":"migration.state","vf":1,"state":"pre_copy"}
              < {"id":12,"ok":true,"file":true}
              > {"id":13,"op":"migration.precopy","vf":1}
              < {"id":13,"ok":true,"initialBytes":351,"dirtyBytes":0}
              > {"id":14,"op":"migration.read","vf":1,"length":16}
              < {"id":14,"ok":true,"data":"4f010000000000000000000000000000"}
              > {"id":15,"op":"migration.precopy","vf":1}
              < {"id":15,"ok":true,"initialBytes":335,"dirtyBytes":0}
              > {"id":16,"op":"migration.state","vf":1,"state":"stop_copy"}
              < {"id":16,"ok":true,"file":false}
              > {"id":17,"op":"migration.info","vf":1}
              < {"id":17,"ok":true,"flags":7,"state":"stop_copy"}
              > {"id":18,"op":"migration.precopy","vf":1}
              < {"id":18,"ok":false,"errno":"EINVAL","message":"migration.precopy ended with EINVAL"}
              """);
      String reply = script.line("{\"op\":\"migration.read\",\"vf\":1,\"length\":1000}");
      String data = reply.substring(reply.indexOf("\"data\":\"") + 8, reply.lastIndexOf('"'));
      assertEquals(335 + 351, data.length() / 2);
      String last = data.substring(2 * 335);
      script.play(
          """
          > {"id":20,"op":"migration.read","vf":1,"length":10}
          < {"id":20,"ok":true,"data":""}
          > {"id":21,"op":"migration.state","vf":2,"state":"resuming"}
          < {"id":21,"ok":true,"file":true}
          > {"id":22,"op":"migration.write","vf":2,"data":"LAST"}
          < {"id":22,"ok":true,"count":351}
          > {"id":23,"op":"migration.state","vf":2,"state":"running"}
          < {"id":23,"ok":true,"file":false}
          > {"id":24,"op":"bar.read","vf":2,"bar":0,"offset":18,"length":1}
          < {"id":24,"ok":true,"data":"07"}
          > {"id":25,"op":"migration.write","vf":2,"data":"LAST"}
          < {"id":25,"ok":false,"errno":"ENODEV","message":"migration.write of 351 bytes ended with ENODEV"}
          """
              .replace("LAST", last));
    }
  }

  @Test
  void failuresSayWhatIsMissing() {
    try (Script script = script()) {
      script.play(
          """
          > {"id":1,"op":"migration.info","vf":1}
          < {"id":1,"ok":false,"errno":"ENODEV","message":"vf 1 is closed, expected device.open first"}
          > {"id":2,"op":"migration.state","vf":1,"state":"stop"}
          < {"id":2,"ok":false,"errno":"ENODEV","message":"vf 1 is closed, expected device.open first"}
          > {"id":3,"op":"migration.read","vf":1,"length":1}
          < {"id":3,"ok":false,"errno":"EBADF","message":"vf 1 has no data file, expected migration.state pre_copy, stop_copy or resuming first"}
          """
              + OPEN
              + """
              > {"id":10,"op":"migration.precopy","vf":1}
              < {"id":10,"ok":false,"errno":"EBADF","message":"vf 1 has no data file, expected migration.state pre_copy, stop_copy or resuming first"}
              > {"id":11,"op":"migration.state","vf":1,"state":"error"}
              < {"id":11,"ok":false,"errno":"EINVAL","message":"migration.state error ended with EINVAL"}
              > {"id":12,"op":"migration.state","vf":1,"state":"pre_copy"}
              < {"id":12,"ok":true,"file":true}
              > {"id":13,"op":"migration.read","vf":1,"length":351}
              < {"id":13,"ok":true,"data":"DATA"}
              > {"id":14,"op":"migration.read","vf":1,"length":1}
              < {"id":14,"ok":false,"errno":"ENOMSG","message":"migration.read of 1 byte ended with ENOMSG"}
              > {"id":15,"op":"migration.write","vf":1,"data":"00"}
              < {"id":15,"ok":false,"errno":"EBADF","message":"migration.write of 1 byte ended with EBADF"}
              > {"id":16,"op":"device.reset","vf":1}
              < {"id":16,"ok":true}
              > {"id":17,"op":"migration.read","vf":1,"length":1}
              < {"id":17,"ok":false,"errno":"ENODEV","message":"migration.read of 1 byte ended with ENODEV"}
              """
                  .replace("DATA", firstRecord()));
    }
  }

  /// What VF 1 has after [#OPEN].
  private static String firstRecord() {
    try (Script script = script()) {
      script.play(OPEN);
      script.line("{\"op\":\"migration.state\",\"vf\":1,\"state\":\"stop_copy\"}");
      String reply = script.line("{\"op\":\"migration.read\",\"vf\":1,\"length\":1000}");
      return reply.substring(reply.indexOf("\"data\":\"") + 8, reply.lastIndexOf('"'));
    }
  }

  @Test
  void aVfThatCannotMigrateSaysSo() {
    try (Script script = Script.deterministic()) {
      script.play(
          """
          > {"id":1,"op":"device.open","vf":1}
          < {"id":1,"ok":true}
          > {"id":2,"op":"migration.info","vf":1}
          < {"id":2,"ok":true,"flags":0,"state":null}
          > {"id":3,"op":"migration.state","vf":1,"state":"stop"}
          < {"id":3,"ok":false,"errno":"ENOTTY","message":"vf 1 cannot migrate, expected a probe whose operations end in -lm (see info)"}
          > {"id":4,"op":"migration.size","vf":1}
          < {"id":4,"ok":false,"errno":"ENOTTY","message":"vf 1 cannot migrate, expected a probe whose operations end in -lm (see info)"}
          """);
    }
  }

  /// A request that waits is pending, by the number of its `vmm-call`, and so is who waits for it.
  @Test
  void requestsMayBePending() {
    try (Script script = script(new Topology.Latency(1000, 0, Topology.Distribution.UNIFORM))) {
      script.play(OPEN);
      String pending =
          script.line(
              "{\"id\":1,\"op\":\"migration.state\",\"vf\":1,\"state\":\"stop\",\"timeoutMillis\":0}");
      assertTrue(pending.matches("\\{\"id\":1,\"ok\":true,\"pending\":\\d+}"), pending);
      String access = pending.replaceAll("\\D+1\\D+(\\d+)}", "$1");
      assertEquals(
          List.of(
              "{\"id\":2,\"ok\":true,\"flags\":7,\"state\":\"stop\"}",
              "{\"id\":3,\"ok\":true,\"file\":false}"),
          script.lines(
              "{\"id\":2,\"op\":\"migration.info\",\"vf\":1}\n"
                  + "{\"id\":3,\"op\":\"wait\",\"access\":"
                  + access
                  + "}"));
      String events = script.line("{\"op\":\"events\",\"since\":" + access + ",\"limit\":1}");
      assertTrue(events.contains("\"what\":\"vmm-call\""), events);
    }
  }
}
