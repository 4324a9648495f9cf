package org.barscope.engine.owner;

import static org.barscope.engine.Bench.command;
import static org.barscope.engine.Rig.hex;
import static org.barscope.engine.Rig.zeros;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.List;
import org.barscope.engine.Bench;
import org.barscope.engine.Rig;
import org.barscope.engine.Topology;
import org.barscope.engine.protocol.bytes.Bytes;

/// A firmware that offers everything, with two network VFs whose driver has agreed on all of it and
/// set its limits, and the device-parts commands in hex.
final class PartsRig {
  static final String OK = zeros(8);
  static final String ENXIO = "06000300" + zeros(4);
  static final String ENOMEM = "0c000600" + zeros(4);
  static final String EBUSY = "10000100" + zeros(4);
  static final String EEXIST = "11000300" + zeros(4);
  static final String ENOSPC = "1c000600" + zeros(4);
  static final String INVALID_OPCODE = "16000200" + zeros(4);
  static final String INVALID_FIELD = "16000300" + zeros(4);
  static final String INVALID_GROUP = "16000400" + zeros(4);
  static final String INVALID_MEMBER = "16000500" + zeros(4);

  /// Use 0 reads parts, use 1 writes them.
  static final int GET = 0;

  static final int SET = 1;

  private final Bench bench;

  /// @param limit both limits, of device and driver
  PartsRig(int limit) {
    this(0x3ffff, limit, Rig.topology(2).pfs().getFirst().vfs());
    assertEquals(OK, setLimits(limit, limit));
  }

  /// No limits set yet.
  PartsRig(long commands, int limit, List<Topology.Vf> vfs) {
    bench =
        new Bench(
            new FirmwareSpec(commands, limit, true, true, false), vfs.toArray(Topology.Vf[]::new));
    agree(commands);
    bench.enableVfs(vfs.size());
  }

  Bench bench() {
    return bench;
  }

  void agree(long commands) {
    String list = Bytes.ofLittle(commands, 8).toHex();
    assertEquals(OK, bench.send(hex("0100 0100", zeros(20), list), 8));
  }

  String setLimits(int get, int set) {
    return bench.send(hex("0900 0000", zeros(20), zeros(8), "%02x%02x".formatted(get, set)), 8);
  }

  /// An object's header: its type and id.
  static String object(long id) {
    return zeros(4) + Bytes.ofLittle(id, 4).toHex();
  }

  String create(int vf, long id, int use) {
    return bench.send(
        command(0x0a, vf, object(id) + zeros(8) + "%02x".formatted(use) + zeros(7)), 8);
  }

  String destroy(int vf, long id) {
    return bench.send(command(0x0d, vf, object(id)), 8);
  }

  String metadata(int vf, long id, int kind, int resultLength) {
    return bench.send(
        command(0x0e, vf, object(id) + "%02x".formatted(kind) + zeros(7)), 8 + resultLength);
  }

  /// All parts, in hex; a status if the command fails.
  String parts(int vf, long id) {
    String answer = bench.send(command(0x0f, vf, object(id) + "01" + zeros(7)), 0x2000);
    return answer.startsWith("0000") ? answer.substring(16) : answer;
  }

  String selected(int vf, long id, String headers, int resultLength) {
    return bench.send(command(0x0f, vf, object(id) + zeros(8) + headers), 8 + resultLength);
  }

  String set(int vf, long id, String parts) {
    return bench.send(command(0x10, vf, object(id) + parts), 8);
  }

  String mode(int vf, String flags) {
    return bench.send(command(0x11, vf, flags), 8);
  }

  /// Writes registers, `position:hex` each.
  void write(int vf, String... writes) {
    for (String each : writes) {
      String[] parts = each.split(":");
      assertEquals(OK, bench.send(command(0x02, vf, parts[0] + zeros(7) + parts[1]), 8), each);
    }
  }

  /// A register without its status block.
  String read(int vf, String position, int width) {
    String answer = bench.send(command(0x03, vf, position), 8 + width);
    assertEquals(OK, answer.substring(0, 16));
    return answer.substring(16);
  }

  /// Everything that a driver can read of all members, and all that is told of objects 0 to 4;
  /// reading changes nothing but the queue selected, which is put back.
  List<String> state() {
    List<String> state = new ArrayList<>();
    for (int vf = 1; vf <= 2; vf++) {
      String select = read(vf, "0e", 2);
      state.add(select);
      for (int queue = 0; queue < 3; queue++) {
        write(vf, "0e:%02x00".formatted(queue));
        state.add(read(vf, "08", 4) + (msix(vf) ? read(vf, "16", 2) : ""));
      }
      write(vf, "0e:" + select);
      state.add(read(vf, "04", 4) + read(vf, "12", 1) + (msix(vf) ? read(vf, "14", 2) : ""));
      for (int id = 0; id < 5; id++) {
        state.add(bench.send(command(0x0c, vf, object(id) + zeros(8)), 16));
      }
      state.add(set(vf, 4, "")); // says whether it is stopped, if there is an object to write with
    }
    return state;
  }

  private boolean msix(int vf) {
    byte[] control = new byte[2];
    bench.member(vf).configRead(0x42, control, 0, 2);
    return control[1] < 0;
  }

  /// VF `vf` as a driver leaves it: MSI-X, features, two active queues, three vectors.
  void drive(int vf) {
    bench.member(vf).configWrite(0x42, Bytes.hex("0280").toArray(), 0, 2);
    write(vf, "12:00", "12:01", "12:03", "04:20000100", "14:0000");
    write(vf, "0e:0000", "08:45230100", "16:0100", "0e:0100", "08:ffffffff", "16:0200", "12:07");
  }

  /// The parts of [#drive], with header and value each.
  static final List<String> DRIVEN =
      List.of(
          hex("0001 01 00 0000000000000000 08000000", "6480bf3900000000"),
          hex("0101 00 00 0000000000000000 08000000", "2000010000000000"),
          hex("0201 00 00 1000000000000000 02000000", "0000"),
          hex("0201 00 00 1200000000000000 02000000", "0300"),
          hex("0201 00 00 1600000000000000 02000000", "0100"),
          hex("0301 00 00 0000000000000000 01000000", "07"),
          hex(
              "0401 00 00 0000000000000000 20000000",
              "0001 0100 0100 0000 0050341200000000 0060341200000000 0070341200000000"),
          hex(
              "0401 00 00 0100000000000000 20000000",
              "0001 0200 0100 0000 00f0ffffff0f0000 0000000000100000 0010000000100000"),
          hex("0401 00 00 0200000000000000 20000000", "4000 ffff 0000 0000", zeros(24)),
          hex("0501 00 00 0000000000000000 08000000", zeros(8)),
          hex("0501 00 00 0100000000000000 08000000", zeros(8)),
          hex("0501 00 00 0200000000000000 08000000", zeros(8)));

  /// The parts of a member that nobody has driven.
  static final List<String> IDLE =
      List.of(
          DRIVEN.get(0),
          hex("0101 00 00 0000000000000000 08000000", zeros(8)),
          hex("0201 00 00 1000000000000000 02000000", "ffff"),
          DRIVEN.get(3),
          hex("0201 00 00 1600000000000000 02000000", "0000"),
          hex("0301 00 00 0000000000000000 01000000", "00"),
          hex("0401 00 00 0000000000000000 20000000", "0001 ffff 0000 0000", zeros(24)),
          hex("0401 00 00 0100000000000000 20000000", "0001 ffff 0000 0000", zeros(24)),
          DRIVEN.get(8),
          DRIVEN.get(9),
          DRIVEN.get(10),
          DRIVEN.get(11));
}
