package org.barscope.engine;

import java.util.HexFormat;
import org.barscope.engine.port.VfioDevice;
import org.barscope.engine.protocol.vfio.IrqMode;
import org.barscope.engine.protocol.vfio.Region;

/// What a guest and its VMM do to one member, in hex. Used from a strand.
///
/// A read gives the bytes in memory order as hex, or the name of its error; a write gives how many
/// bytes it wrote, or the name of its error.
public record Guest(VfioDevice device, EmulatedMember member) {
  Guest(EmulatedMember member) {
    this(member.device(), member);
  }

  /// Opens the device and enables I/O, memory and bus mastering.
  public void powerOn() {
    must(0, device.open());
    must(2, device.write(Region.CONFIG, 0x04, bytes("0700"), 2));
  }

  /// The VMM switches the interrupt mode to MSI-X with three vectors, or to none.
  public void msix(boolean enabled) {
    must(0, device.setIrqs(enabled ? IrqMode.MSIX : IrqMode.NONE, enabled ? 3 : 0));
  }

  public String read(int offset, int count) {
    byte[] into = new byte[Math.max(count, 0)];
    return answer(device.read(Region.BAR0, offset, into, count), into);
  }

  public String write(int offset, String hex) {
    byte[] from = bytes(hex);
    return Rig.result(device.write(Region.BAR0, offset, from, from.length));
  }

  public String cfgRead(int offset, int count) {
    byte[] into = new byte[count];
    return answer(device.read(Region.CONFIG, offset, into, count), into);
  }

  public String cfgWrite(int offset, String hex) {
    byte[] from = bytes(hex);
    return Rig.result(device.write(Region.CONFIG, offset, from, from.length));
  }

  public int r8(int offset) {
    return number(offset, 1);
  }

  public int r16(int offset) {
    return number(offset, 2);
  }

  public int r32(int offset) {
    return number(offset, 4);
  }

  public void w8(int offset, int value) {
    write(offset, 1, value);
  }

  public void w16(int offset, int value) {
    write(offset, 2, value);
  }

  public void w32(int offset, int value) {
    write(offset, 4, value);
  }

  static byte[] bytes(String hex) {
    return HexFormat.of().parseHex(hex.replace(" ", ""));
  }

  private static String answer(int result, byte[] into) {
    return result < 0 ? Rig.result(result) : HexFormat.of().formatHex(into, 0, result);
  }

  private int number(int offset, int width) {
    byte[] into = new byte[width];
    must(width, device.read(Region.BAR0, offset, into, width));
    int value = 0;
    for (int i = width - 1; i >= 0; i--) {
      value = value << 8 | (into[i] & 0xff);
    }
    return value;
  }

  private void write(int offset, int width, int value) {
    byte[] from = new byte[width];
    for (int i = 0; i < width; i++) {
      from[i] = (byte) (value >>> (8 * i));
    }
    must(width, device.write(Region.BAR0, offset, from, width));
  }

  private static void must(int expected, int result) {
    if (result != expected) {
      throw new AssertionError("got " + Rig.result(result) + ", expected " + expected);
    }
  }
}
