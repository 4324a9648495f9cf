package org.barscope.engine.variant;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import org.barscope.engine.port.MemberFunction;

/// A VF that does what a test says and notes every doorbell: `bar 4 + 0x3000 = 0x0001`.
final class StubFunction implements MemberFunction {
  final byte[] config = new byte[256];
  final long[] bars = {0, 0, 0, 0, 0x4000, 0};
  final List<String> log = new ArrayList<>();
  int number = 1;
  int word;
  boolean resumes = true;
  boolean asleep;
  boolean dies;

  StubFunction() {
    put(0x00, "f41a4110");
    put(0x08, "01000002");
    put(0x2c, "f41a4100");
  }

  void put(int offset, String hex) {
    byte[] bytes = HexFormat.of().parseHex(hex);
    System.arraycopy(bytes, 0, config, offset, bytes.length);
  }

  @Override
  public int number() {
    return number;
  }

  @Override
  public void configRead(int offset, byte[] into, int at, int width) {
    System.arraycopy(config, offset, into, at, width);
  }

  @Override
  public void configWrite(int offset, byte[] from, int at, int width) {
    log.add("config 0x%02x".formatted(offset));
  }

  @Override
  public long barLength(int bar) {
    return bar >= 0 && bar < 6 ? bars[bar] : 0;
  }

  @Override
  public int read16(int bar, long offset) {
    log.add("read bar %d + 0x%x".formatted(bar, offset));
    return word;
  }

  @Override
  public void write16(int bar, long offset, int value) {
    log.add("bar %d + 0x%x = 0x%04x".formatted(bar, offset, value));
  }

  @Override
  public boolean resume() {
    log.add("resume");
    return resumes;
  }

  @Override
  public void idle() {
    log.add("idle");
  }

  @Override
  public boolean asleep() {
    return asleep;
  }

  @Override
  public void functionLevelReset() {
    log.add("reset");
    if (dies) {
      Arrays.fill(config, (byte) 0xff);
    }
  }
}
